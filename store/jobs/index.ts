export { hasEnded, type Job, type JobError, type JobProgress, type JobState } from './job.js'
export { JobRunner, type JobRunnerOptions, type JobWorker } from './job-runner.js'
export { Jobs, type JobsFound, type JobsPage } from './jobs.js'
export { JobLeft, RunningJob, type JobStep } from './running-job.js'
