#pragma once

#include <numbers>
#include <string_view>

// Units of UN/ECE Recommendation 20 by dimension, with the unit that each is turned into. Factors
// are exact where the unit is defined in terms of the SI, else the recommendation's own.
namespace ocop::epcis {

struct Unit {
    std::string_view code;
    std::string_view dimension;
    double factor = 1;
    double shift = 0;  // added before the factor is applied
};

inline constexpr double pi = std::numbers::pi;

// clang-format off
inline constexpr Unit unit_rows[] = {
    // temperature: kelvin
    {"KEL", "temperature", 1}, {"CEL", "temperature", 1, 273.15},
    {"FAH", "temperature", 5.0 / 9, 459.67}, {"A48", "temperature", 5.0 / 9},
    // mass: kilogram
    {"KGM", "mass", 1}, {"GRM", "mass", 1e-3}, {"MGM", "mass", 1e-6}, {"MC", "mass", 1e-9},
    {"CGM", "mass", 1e-5}, {"DG", "mass", 1e-4}, {"DJ", "mass", 1e-2}, {"HGM", "mass", 0.1},
    {"DTN", "mass", 100}, {"TNE", "mass", 1e3}, {"2U", "mass", 1e3}, {"KTN", "mass", 1e6},
    {"LBR", "mass", 0.45359237}, {"ONZ", "mass", 0.028349523125}, {"APZ", "mass", 0.0311034768},
    {"LBT", "mass", 0.3732417216}, {"DWT", "mass", 1.55517384e-3}, {"GRN", "mass", 64.79891e-6},
    {"STI", "mass", 6.35029318}, {"CWA", "mass", 45.359237}, {"CWI", "mass", 50.80234544},
    {"STN", "mass", 907.18474}, {"LTN", "mass", 1016.0469088}, {"CTM", "mass", 2e-4},
    // volume: cubic metre
    {"MTQ", "volume", 1}, {"LTR", "volume", 1e-3}, {"MLT", "volume", 1e-6},
    {"CLT", "volume", 1e-5}, {"DLT", "volume", 1e-4}, {"A44", "volume", 1e-2},
    {"HLT", "volume", 0.1}, {"K6", "volume", 1}, {"MAL", "volume", 1e3}, {"4G", "volume", 1e-9},
    {"Q34", "volume", 1e-12}, {"Q33", "volume", 1e-15}, {"DMQ", "volume", 1e-3},
    {"CMQ", "volume", 1e-6}, {"MMQ", "volume", 1e-9}, {"H20", "volume", 1e9},
    {"INQ", "volume", 16.387064e-6}, {"FTQ", "volume", 0.028316846592},
    {"YDQ", "volume", 0.764554857984}, {"GLL", "volume", 3.785411784e-3},
    {"GLI", "volume", 4.54609e-3}, {"OZA", "volume", 29.5735295625e-6},
    {"OZI", "volume", 28.4130625e-6}, {"PTL", "volume", 473.176473e-6},
    {"PTI", "volume", 568.26125e-6}, {"QTL", "volume", 946.352946e-6},
    {"QTI", "volume", 1136.5225e-6}, {"BLL", "volume", 0.158987294928},
    {"BUA", "volume", 0.03523907016688}, {"BUI", "volume", 0.03636872},
    {"G24", "volume", 14.78676478125e-6}, {"G25", "volume", 4.92892159375e-6},
    // length: metre
    {"MTR", "length", 1}, {"KMT", "length", 1e3}, {"HMT", "length", 100}, {"A45", "length", 10},
    {"DMT", "length", 0.1}, {"CMT", "length", 1e-2}, {"MMT", "length", 1e-3},
    {"4H", "length", 1e-6}, {"C45", "length", 1e-9}, {"C52", "length", 1e-12},
    {"A11", "length", 1e-10}, {"INH", "length", 0.0254}, {"FOT", "length", 0.3048},
    {"YRD", "length", 0.9144}, {"SMI", "length", 1609.344}, {"NMI", "length", 1852},
    {"AK", "length", 1.8288},
    // area: square metre
    {"MTK", "area", 1}, {"KMK", "area", 1e6}, {"HAR", "area", 1e4}, {"ARE", "area", 100},
    {"DAA", "area", 1e3}, {"DMK", "area", 1e-2}, {"CMK", "area", 1e-4}, {"MMK", "area", 1e-6},
    {"ACR", "area", 4046.873}, {"INK", "area", 6.4516e-4}, {"FTK", "area", 0.09290304},
    {"YDK", "area", 0.83612736}, {"MIK", "area", 2589988.110336},
    // pressure: pascal
    {"PAL", "pressure", 1}, {"KPA", "pressure", 1e3}, {"MPA", "pressure", 1e6},
    {"A89", "pressure", 1e9}, {"A97", "pressure", 100}, {"H75", "pressure", 10},
    {"74", "pressure", 1e-3}, {"B96", "pressure", 1e-6}, {"BAR", "pressure", 1e5},
    {"MBR", "pressure", 100}, {"HBA", "pressure", 1e7}, {"ATM", "pressure", 101325},
    {"ATT", "pressure", 98066.5}, {"PS", "pressure", 6894.757293168},
    {"HN", "pressure", 133.3224}, {"UA", "pressure", 133.3224}, {"HP", "pressure", 9.80665},
    {"H78", "pressure", 98.0665},
    // time: second
    {"SEC", "time", 1}, {"MIN", "time", 60}, {"HUR", "time", 3600}, {"DAY", "time", 86400},
    {"WEE", "time", 604800}, {"MON", "time", 2629800}, {"ANN", "time", 31557600},
    {"C26", "time", 1e-3}, {"B98", "time", 1e-6}, {"C47", "time", 1e-9}, {"H70", "time", 1e-12},
    // energy: joule
    {"JOU", "energy", 1}, {"KJO", "energy", 1e3}, {"3B", "energy", 1e6}, {"GV", "energy", 1e9},
    {"C15", "energy", 1e-3}, {"WHR", "energy", 3600}, {"KWH", "energy", 3.6e6},
    {"MWH", "energy", 3.6e9}, {"GWH", "energy", 3.6e12}, {"D70", "energy", 4.1868},
    {"E14", "energy", 4186.8}, {"D35", "energy", 4.184}, {"K53", "energy", 4184},
    {"BTU", "energy", 1055.056}, {"A53", "energy", 1.602176634e-19},
    // power: watt
    {"WTT", "power", 1}, {"KWT", "power", 1e3}, {"MAW", "power", 1e6}, {"A90", "power", 1e9},
    {"C31", "power", 1e-3}, {"D80", "power", 1e-6}, {"HJ", "power", 735.49875},
    {"BHP", "power", 745.7},
    // apparent power: volt-ampere
    {"D46", "apparent power", 1}, {"KVA", "apparent power", 1e3}, {"MVA", "apparent power", 1e6},
    // speed: metre per second
    {"MTS", "speed", 1}, {"KMH", "speed", 1.0 / 3.6}, {"HM", "speed", 0.44704},
    {"KNT", "speed", 1852.0 / 3600}, {"2M", "speed", 1e-2}, {"C16", "speed", 1e-3},
    {"M62", "speed", 1e3}, {"2X", "speed", 1.0 / 60}, {"M60", "speed", 1.0 / 3600},
    {"H81", "speed", 1e-3 / 60}, {"FS", "speed", 0.3048}, {"FR", "speed", 0.3048 / 60},
    {"IU", "speed", 0.0254},
    // acceleration: metre per second squared
    {"MSK", "acceleration", 1}, {"A76", "acceleration", 1e-2}, {"C11", "acceleration", 1e-5},
    {"K40", "acceleration", 9.80665}, {"A73", "acceleration", 0.3048},
    // density: kilogram per cubic metre
    {"KMQ", "density", 1}, {"23", "density", 1e3}, {"GJ", "density", 1e3}, {"GL", "density", 1},
    {"F23", "density", 1}, {"B35", "density", 1e3}, {"B34", "density", 1e3},
    {"D41", "density", 1e3}, {"A93", "density", 1e-3}, {"M1", "density", 1e-3},
    {"GP", "density", 1e-6}, {"H29", "density", 1e-6}, {"GQ", "density", 1e-9},
    {"87", "density", 16.01846337396},
    // ratio: one
    {"C62", "ratio", 1}, {"P1", "ratio", 1e-2}, {"60", "ratio", 1e-2}, {"VP", "ratio", 1e-2},
    {"NX", "ratio", 1e-3}, {"59", "ratio", 1e-6}, {"61", "ratio", 1e-9}, {"H60", "ratio", 1},
    // count: piece
    {"H87", "count", 1}, {"EA", "count", 1}, {"PR", "count", 2}, {"DZN", "count", 12},
    {"DPC", "count", 12}, {"GRO", "count", 144}, {"CEN", "count", 100}, {"MIL", "count", 1e3},
    {"T3", "count", 1e3},
    // illuminance: lux
    {"LUX", "illuminance", 1}, {"KLX", "illuminance", 1e3}, {"B60", "illuminance", 1},
    {"P25", "illuminance", 10.76391}, {"P27", "illuminance", 10.76391},
    // luminance: candela per square metre
    {"A24", "luminance", 1}, {"P31", "luminance", 1e4}, {"P32", "luminance", 10.76391},
    // luminous flux: lumen
    {"LUM", "luminous flux", 1},
    // luminous intensity: candela
    {"CDL", "luminous intensity", 1}, {"P33", "luminous intensity", 1e3},
    {"P34", "luminous intensity", 1e-3},
    // frequency: hertz
    {"HTZ", "frequency", 1}, {"KHZ", "frequency", 1e3}, {"MHZ", "frequency", 1e6},
    {"A86", "frequency", 1e9}, {"D29", "frequency", 1e12},
    // angle: radian
    {"C81", "angle", 1}, {"C25", "angle", 1e-3}, {"B97", "angle", 1e-6},
    {"DD", "angle", pi / 180}, {"D61", "angle", pi / 10800}, {"D62", "angle", pi / 648000},
    {"A91", "angle", pi / 200},
    // solid angle: steradian
    {"D27", "solid angle", 1},
    // angular velocity: radian per second
    {"2A", "angular velocity", 1}, {"E96", "angular velocity", pi / 180},
    {"RPM", "angular velocity", pi / 30}, {"RPS", "angular velocity", 2 * pi},
    // angular acceleration: radian per second squared
    {"2B", "angular acceleration", 1}, {"M45", "angular acceleration", pi / 180},
    // electric current: ampere
    {"AMP", "electric current", 1}, {"B22", "electric current", 1e3},
    {"4K", "electric current", 1e-3}, {"B84", "electric current", 1e-6},
    {"C39", "electric current", 1e-9}, {"C70", "electric current", 1e-12},
    // electric charge: coulomb
    {"COU", "electric charge", 1}, {"A8", "electric charge", 1}, {"AMH", "electric charge", 3600},
    {"E09", "electric charge", 3.6}, {"D77", "electric charge", 1e6},
    {"B26", "electric charge", 1e3}, {"D86", "electric charge", 1e-3},
    {"B86", "electric charge", 1e-6}, {"C40", "electric charge", 1e-9},
    {"C71", "electric charge", 1e-12},
    // voltage: volt
    {"VLT", "voltage", 1}, {"KVT", "voltage", 1e3}, {"B78", "voltage", 1e6},
    {"2Z", "voltage", 1e-3}, {"D82", "voltage", 1e-6},
    // resistance: ohm
    {"OHM", "resistance", 1}, {"B49", "resistance", 1e3}, {"B75", "resistance", 1e6},
    {"A87", "resistance", 1e9}, {"E45", "resistance", 1e-3}, {"B94", "resistance", 1e-6},
    // conductance: siemens
    {"SIE", "conductance", 1}, {"B53", "conductance", 1e3}, {"C27", "conductance", 1e-3},
    {"B99", "conductance", 1e-6},
    // conductivity: siemens per metre
    {"D10", "conductivity", 1}, {"B54", "conductivity", 1e3}, {"B77", "conductivity", 1e6},
    {"H43", "conductivity", 100}, {"H61", "conductivity", 0.1}, {"G42", "conductivity", 1e-4},
    {"G43", "conductivity", 1e-6},
    // resistivity: ohm metre
    {"C61", "resistivity", 1}, {"C60", "resistivity", 1e-2},
    // capacitance: farad
    {"FAR", "capacitance", 1}, {"C10", "capacitance", 1e-3}, {"4O", "capacitance", 1e-6},
    {"C41", "capacitance", 1e-9}, {"4T", "capacitance", 1e-12},
    // inductance: henry
    {"81", "inductance", 1}, {"C14", "inductance", 1e-3}, {"B90", "inductance", 1e-6},
    {"C43", "inductance", 1e-9},
    // magnetic flux: weber
    {"WEB", "magnetic flux", 1}, {"C33", "magnetic flux", 1e-3},
    // magnetic flux density: tesla
    {"D33", "magnetic flux density", 1}, {"C29", "magnetic flux density", 1e-3},
    {"D81", "magnetic flux density", 1e-6}, {"C48", "magnetic flux density", 1e-9},
    // magnetic vector potential: weber per metre
    {"D59", "magnetic vector potential", 1}, {"B56", "magnetic vector potential", 1e3},
    // electric field strength: volt per metre
    {"D50", "electric field strength", 1}, {"B55", "electric field strength", 1e3},
    {"D51", "electric field strength", 1e3}, {"B79", "electric field strength", 1e6},
    {"D47", "electric field strength", 100},
    // electric current density: ampere per square metre
    {"A41", "electric current density", 1}, {"B23", "electric current density", 1e3},
    {"A4", "electric current density", 1e4}, {"A7", "electric current density", 1e6},
    // force: newton
    {"NEW", "force", 1}, {"B47", "force", 1e3}, {"B73", "force", 1e6}, {"C20", "force", 1e-3},
    {"B92", "force", 1e-6}, {"DU", "force", 1e-5}, {"B37", "force", 9.80665},
    {"C78", "force", 4.4482216152605},
    // torque: newton metre
    {"NU", "torque", 1}, {"B48", "torque", 1e3}, {"B74", "torque", 1e6}, {"D83", "torque", 1e-3},
    {"B93", "torque", 1e-6},
    // dynamic viscosity: pascal second
    {"C65", "dynamic viscosity", 1}, {"N37", "dynamic viscosity", 1},
    {"C24", "dynamic viscosity", 1e-3}, {"C7", "dynamic viscosity", 1e-3},
    {"89", "dynamic viscosity", 0.1},
    // kinematic viscosity: square metre per second
    {"S4", "kinematic viscosity", 1}, {"C17", "kinematic viscosity", 1e-6},
    {"4C", "kinematic viscosity", 1e-6}, {"91", "kinematic viscosity", 1e-4},
    {"M81", "kinematic viscosity", 1e-4},
    // radioactivity: becquerel
    {"BQL", "radioactivity", 1}, {"2Q", "radioactivity", 1e3}, {"4N", "radioactivity", 1e6},
    {"GBQ", "radioactivity", 1e9}, {"CUR", "radioactivity", 3.7e10},
    {"MCU", "radioactivity", 3.7e7}, {"M5", "radioactivity", 3.7e4},
    // absorbed dose: gray
    {"A95", "absorbed dose", 1}, {"C13", "absorbed dose", 1e-3}, {"C80", "absorbed dose", 1e-2},
    // absorbed dose rate: gray per second
    {"A96", "absorbed dose rate", 1}, {"P54", "absorbed dose rate", 1e-3},
    {"P57", "absorbed dose rate", 1.0 / 60}, {"P61", "absorbed dose rate", 1.0 / 3600},
    {"P62", "absorbed dose rate", 1e-3 / 3600}, {"P63", "absorbed dose rate", 1e-6 / 3600},
    // dose equivalent: sievert
    {"D13", "dose equivalent", 1}, {"C28", "dose equivalent", 1e-3},
    {"D91", "dose equivalent", 1e-2},
    // dose equivalent rate: sievert per second
    {"P65", "dose equivalent rate", 1}, {"P66", "dose equivalent rate", 1e-3},
    {"P70", "dose equivalent rate", 1.0 / 3600}, {"P71", "dose equivalent rate", 1e-3 / 3600},
    {"P72", "dose equivalent rate", 1e-6 / 3600}, {"P73", "dose equivalent rate", 1e-9 / 3600},
    {"P74", "dose equivalent rate", 1.0 / 60},
    // exposure: coulomb per kilogram
    {"CKG", "exposure", 1}, {"2C", "exposure", 2.58e-4}, {"2Y", "exposure", 2.58e-7},
    // amount of substance: mole
    {"C34", "amount of substance", 1}, {"B45", "amount of substance", 1e3},
    {"C18", "amount of substance", 1e-3}, {"FH", "amount of substance", 1e-6},
    // amount concentration: mole per cubic metre
    {"C36", "amount concentration", 1}, {"C35", "amount concentration", 1e3},
    {"C38", "amount concentration", 1e3}, {"B46", "amount concentration", 1e3},
    {"M33", "amount concentration", 1},
    // molality: mole per kilogram
    {"C19", "molality", 1}, {"D87", "molality", 1e-3}, {"H68", "molality", 1},
    // molar energy: joule per mole
    {"B15", "molar energy", 1}, {"B44", "molar energy", 1e3},
    // molar mass: kilogram per mole
    {"D74", "molar mass", 1}, {"A94", "molar mass", 1e-3},
    // molar volume: cubic metre per mole
    {"A40", "molar volume", 1}, {"A37", "molar volume", 1e-3}, {"B58", "molar volume", 1e-3},
    {"A36", "molar volume", 1e-6},
    // mass flow: kilogram per second
    {"KGS", "mass flow", 1}, {"F31", "mass flow", 1.0 / 60}, {"E93", "mass flow", 1.0 / 3600},
    {"F30", "mass flow", 1.0 / 86400}, {"F29", "mass flow", 1e-3},
    {"F28", "mass flow", 1e-3 / 60}, {"F27", "mass flow", 1e-3 / 3600},
    {"E18", "mass flow", 1.0 / 3.6},
    // mass flux: kilogram per square metre second
    {"H56", "mass flux", 1},
    // volume flow: cubic metre per second
    {"MQS", "volume flow", 1}, {"G53", "volume flow", 1.0 / 60},
    {"MQH", "volume flow", 1.0 / 3600}, {"G52", "volume flow", 1.0 / 86400},
    {"G51", "volume flow", 1e-3}, {"L2", "volume flow", 1e-3 / 60},
    {"E32", "volume flow", 1e-3 / 3600}, {"LD", "volume flow", 1e-3 / 86400},
    {"40", "volume flow", 1e-6}, {"41", "volume flow", 1e-6 / 60},
    {"G2", "volume flow", 6.30902e-5}, {"2L", "volume flow", 4.719474e-4},
    // specific volume: cubic metre per kilogram
    {"A39", "specific volume", 1}, {"H83", "specific volume", 1e-3},
    {"22", "specific volume", 0.1}, {"KX", "specific volume", 1e-6},
    // surface density: kilogram per square metre
    {"28", "surface density", 1}, {"GM", "surface density", 1e-3},
    {"GO", "surface density", 1e-6}, {"25", "surface density", 10},
    // surface tension: newton per metre
    {"4P", "surface tension", 1}, {"C22", "surface tension", 1e-3},
    {"DX", "surface tension", 1e-3},
    // wavenumber: reciprocal metre
    {"C92", "wavenumber", 1}, {"E90", "wavenumber", 100},
    // memory: bit
    {"A99", "memory", 1}, {"AD", "memory", 8}, {"C37", "memory", 1e3}, {"D36", "memory", 1e6},
    {"B68", "memory", 1e9}, {"2P", "memory", 8e3}, {"4L", "memory", 8e6}, {"E34", "memory", 8e9},
    {"E35", "memory", 8e12},
    // irradiance: watt per square metre
    {"D54", "irradiance", 1}, {"C32", "irradiance", 1e-3}, {"D85", "irradiance", 1e-6},
    {"N48", "irradiance", 1e4},
    // radiant intensity: watt per steradian
    {"D57", "radiant intensity", 1},
    // linear momentum: kilogram metre per second
    {"B31", "linear momentum", 1},
    // angular momentum: kilogram metre squared per second
    {"B33", "angular momentum", 1},
};
// clang-format on

}  // namespace ocop::epcis
