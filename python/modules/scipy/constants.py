"""Constants of nature (CODATA 2018) and units, in SI."""

import math as _math

pi, golden = _math.pi, (1 + _math.sqrt(5)) / 2
golden_ratio = golden

quetta, ronna, yotta, zetta, exa, peta, tera, giga, mega, kilo, hecto, deka = (
    1e30, 1e27, 1e24, 1e21, 1e18, 1e15, 1e12, 1e9, 1e6, 1e3, 1e2, 1e1,
)
deci, centi, milli, micro, nano, pico, femto, atto, zepto, yocto = (
    1e-1, 1e-2, 1e-3, 1e-6, 1e-9, 1e-12, 1e-15, 1e-18, 1e-21, 1e-24,
)
kibi, mebi, gibi, tebi = 2**10, 2**20, 2**30, 2**40

c = speed_of_light = 299792458.0
h = Planck = 6.62607015e-34
hbar = h / (2 * pi)
G = gravitational_constant = 6.67430e-11
g = 9.80665
e = elementary_charge = 1.602176634e-19
k = Boltzmann = 1.380649e-23
N_A = Avogadro = 6.02214076e23
R = gas_constant = N_A * k
sigma = Stefan_Boltzmann = 2 * pi**5 * k**4 / (15 * h**3 * c**2)
alpha = fine_structure = 7.2973525693e-3
Rydberg = 10973731.568160
Wien = 2.897771955e-3
mu_0, epsilon_0 = 1.25663706212e-6, 8.8541878128e-12
m_e = electron_mass = 9.1093837015e-31
m_p = proton_mass = 1.67262192369e-27
m_n = neutron_mass = 1.67492749804e-27
m_u = u = atomic_mass = 1.66053906660e-27

gram, metric_ton, grain, lb, pound, stone = 1e-3, 1e3, 64.79891e-6, 0.45359237, 0.45359237, 14 * 0.45359237
oz = ounce = pound / 16
degree, arcmin, arcsec = pi / 180, pi / 10800, pi / 648000
arcminute, arcsecond = arcmin, arcsec
minute, hour, day, week, year, Julian_year = 60.0, 3600.0, 86400.0, 604800.0, 31536000.0, 31557600.0
inch, foot, yard, mile, nautical_mile = 0.0254, 0.3048, 0.9144, 1609.344, 1852.0
mil = inch / 1000
angstrom, micron, fermi = 1e-10, 1e-6, 1e-15
au = astronomical_unit = 149597870700.0
light_year, parsec = Julian_year * c, au / arcsec
atm = atmosphere = 101325.0
bar, torr = 1e5, 101325.0 / 760
mmHg = torr
psi = pound * g / inch**2
hectare, acre = 1e4, 43560 * foot**2
litre = liter = 1e-3
gallon = 231 * inch**3
kmh, mph, knot, mach = 1e3 / hour, mile / hour, nautical_mile / hour, 340.5
zero_Celsius, degree_Fahrenheit = 273.15, 1 / 1.8
eV = electron_volt = e
calorie = calorie_th = 4.184
calorie_IT = 4.1868
erg, Btu = 1e-7, pound * degree_Fahrenheit * calorie_IT / gram
hp = horsepower = 550 * foot * pound * g
dyn, lbf, kgf = 1e-5, pound * g, g


def convert_temperature(val, old_scale, new_scale):
    scales = {"c": (1, 273.15), "k": (1, 0), "f": (5 / 9, 459.67 * 5 / 9), "r": (5 / 9, 0)}
    (slope, zero), (slope2, zero2) = scales[old_scale[0].lower()], scales[new_scale[0].lower()]
    return (val * slope + zero - zero2) / slope2


def lambda2nu(lambda_):
    return c / lambda_


def nu2lambda(nu):
    return c / nu


def __getattr__(name):
    raise AttributeError(f"scipy.constants has no '{name}' for scripts; docs/problems.md says what there is")
