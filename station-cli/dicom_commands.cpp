#include "station-cli/commands.h"
#include "station/record_objects.h"
#include "station/versions.h"

#include <map>

namespace seihon::station_cli {

using record::Json;
using record::Language;

namespace {

station::ObjectRequest objectRequestOf(const Arguments& args) {
    static const std::map<std::string, dicom::TransferSyntax> syntaxes{
        {"raw", dicom::TransferSyntax::ExplicitLittleEndian},
        {"jpeg-lossless", dicom::TransferSyntax::JpegLossless},
        {"jpeg-ls", dicom::TransferSyntax::JpegLs}};
    static const std::map<std::string, std::string> sets{
        {"utf-8", "ISO_IR 192"},
        {"ir-87", "\\ISO 2022 IR 87"},
        {"ir-159", "\\ISO 2022 IR 87\\ISO 2022 IR 159"},
        {"ir-13-87", "ISO 2022 IR 13\\ISO 2022 IR 87"},
        {"ascii", ""}};
    station::ObjectRequest request;
    request.recordId = args.target;
    request.folder = args.exportFile;
    request.syntax = syntaxes.at(args.dicom.syntax);
    request.characterSet = sets.at(args.dicom.charset);
    request.outside =
        args.dicom.outside == "note" ? dicom::OutsideRule::Note : dicom::OutsideRule::Refuse;
    request.singleFrames = args.dicom.single;
    request.sign = args.dicom.sign;
    return request;
}

} // namespace

int runDicomVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const record::Verdict shown = station::Versions(station).mayShow(
        args.target, station::Viewer(session), args.later.withdrawn);
    if (!shown.permitted()) {
        return printRefusal(output, shown);
    }
    const station::ObjectOutcome outcome =
        station::RecordObjects(station).exportTo(session, objectRequestOf(args));
    Json document = Json::object({{"record", args.target}});
    if (outcome.verification && !outcome.verification->verdict.permitted()) {
        document.set("valid", false);
        document.set("findings", output.findings(outcome.verification->verdict));
        output.print(document, output.sentences(outcome.verification->verdict));
        return kVerificationFailed;
    }
    std::string text;
    for (const std::string& one : outcome.outsideNames) { // on the screen of who asked, only
        text += "  " + one + "\n";
    }
    if (outcome.made()) {
        const Json facts = station::factsOf(outcome);
        for (const char* key : {"study", "series", "objects"}) {
            document.set(key, facts.at(key));
        }
        document.set("folder", args.exportFile);
        text += (output.language() == Language::Japanese ? "DICOM オブジェクトを書き出しました: "
                                                         : "DICOM objects: ") +
                args.exportFile + "\n";
        for (const station::MadeObject& object : outcome.objects) {
            text += "  " + object.file.filename().string() + "  " + object.sopInstance +
                    "  SHA-256 " + object.digest.hex() + "\n";
        }
    }
    return output.outcome(std::move(document), text, outcome.verdict);
}

} // namespace seihon::station_cli
