#include "station-cli/dicom_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addDicomVerbs(CLI::App& app, Arguments& args) {
    CLI::App& record = *app.get_subcommand("record");
    CLI::App* dicom = addVerb(record, args, "dicom", "a record as DICOM objects, in a new folder");
    dicom->add_option("record", args.target, "record id")->required();
    dicom->add_option("--to", args.exportFile, "the new folder")->required();
    dicom->add_option("--syntax", args.dicom.syntax, "how pixels are written, always lossless")
        ->check(CLI::IsMember({"raw", "jpeg-lossless", "jpeg-ls"}));
    dicom->add_option("--charset", args.dicom.charset, "character set of names and texts")
        ->check(CLI::IsMember({"utf-8", "ir-87", "ir-159", "ir-13-87", "ascii"}));
    dicom
        ->add_option("--outside", args.dicom.outside,
                     "a character that the set does not have: refuse, or note and write another")
        ->check(CLI::IsMember({"refuse", "note"}));
    dicom->add_flag("--single", args.dicom.single, "an object for each page");
    dicom->add_flag(
        "--sign", args.dicom.sign,
        "sign each object with your card, with a timestamp; the seal stays what proves");
    dicom->add_flag("--withdrawn", args.later.withdrawn, "although it was withdrawn");
}

} // namespace seihon::station_cli
