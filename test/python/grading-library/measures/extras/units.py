hour = 3600
