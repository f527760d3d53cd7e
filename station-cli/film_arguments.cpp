#include "station-cli/film_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addDeviceVerbs(CLI::App& app, Arguments& args) {
    CLI::App* group = addGroup(app, "device", "devices that read films");
    CLI::App* calibrate =
        addVerb(*group, args, "calibrate-film", "find it fit for films by a step tablet, or not");
    calibrate->add_option("device", args.device, "scanner; none: the station's own");
    calibrate->add_option("--tablet", args.film.certificate,
                          "the tablet's certificate: densities and places, .toml");
    calibrate->add_option("--dpi,--resolution", args.dpi, "resolution; 300 unless given")
        ->check(CLI::Range(127, 4800));
    calibrate->add_option("--area", args.area, "scan area in mm: 218x305");
    calibrate->add_flag("--tablet-in-place", args.targetInTray,
                        "the step tablet lies in the device");
    auto* repaired = calibrate->add_flag("--void", args.voidDevice,
                                         "the scanner was repaired: it counts as not calibrated");
    auto* reason = calibrate->add_option("--reason", args.reason, "why it is voided");
    repaired->needs(reason);
    reason->needs(repaired);
    addVerb(*group, args, "calibrations", "the film calibrations there are, newest first");
}

void addFilmSideOptions(CLI::App& sub, Arguments& args) {
    sub.add_option("--answer", args.film.answer,
                   "correct (the side marker reads as on the film), no-marker, mirrored, turned or "
                   "mammogram")
        ->required()
        ->check(CLI::IsMember({"correct", "no-marker", "mirrored", "turned", "mammogram"}));
    sub.add_option("--reason", args.reason, "why; needed unless it is correct");
}

} // namespace seihon::station_cli
