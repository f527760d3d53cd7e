#include "station-cli/arguments.h"
#include "station-cli/commands.h"
#include "station-cli/document_arguments.h"
#include "station-cli/output.h"
#include "station-cli/verbs.h"
#include "station/record_documents.h"
#include "station/versions.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

using record::Json;
using record::Language;

void addDocumentVerbs(CLI::App& record, Arguments& args) {
    DocumentArguments& documents = args.documents;
    CLI::App* pdf = addVerb(record, args, "pdf", "a copy of a record for viewing (PDF/A-2b)");
    pdf->add_option("record", args.target, "record id")->required();
    pdf->add_option("-o,--to", args.exportFile, "the new file")->required();
    pdf->add_option("--jpeg-quality", documents.jpegQuality,
                    "smaller, and no longer every pixel; told in the file")
        ->check(CLI::Range(50, 100));
    pdf->add_flag("--text", documents.text,
                  "what a program reads lies invisibly over the pages, for searching");
    CLI::App* cda =
        addVerb(record, args, "cda", "a record as a scanned document of IHE XDS-SD (CDA R2)");
    cda->add_option("record", args.target, "record id")->required();
    cda->add_option("-o,--to", args.exportFile, "the new file")->required();
    for (CLI::App* sub : {pdf, cda}) {
        sub->add_flag("--withdrawn", args.later.withdrawn, "although it was withdrawn");
    }
}

bool isDocumentVerb(const std::string& verb) {
    return verb == "record pdf" || verb == "record cda";
}

int runDocumentVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    if (const record::Verdict may = station::Versions(station).mayShow(
            args.target, station::Viewer(session), args.later.withdrawn);
        !may.permitted()) {
        return printRefusal(output, may);
    }
    station::RecordDocuments documents(station);
    const bool isCda = args.verb == "record cda";
    const station::DocumentOutcome outcome =
        isCda
            ? documents.writeCda(session, {args.target, args.exportFile})
            : documents.writePdf(session, {args.target, args.exportFile, args.documents.jpegQuality,
                                           args.documents.text, output.language()});
    Json document = Json::object({{"record", args.target}});
    if (!outcome.verdict.permitted()) {
        return output.outcome(std::move(document), {}, outcome.verdict);
    }
    const bool japanese = output.language() == Language::Japanese;
    document.set("valid", outcome.made());
    document.set("findings", output.findings(outcome.verification->verdict));
    std::string text = japanese ? "記録が無効のため、書き出しません。\n"
                                : "The record is not valid: nothing is exported.\n";
    if (outcome.made()) {
        document.set("file", args.exportFile);
        document.set("sha256", outcome.digest.hex());
        document.set("bytes", outcome.bytes);
        document.set("pages", outcome.pages);
        document.set("unreadPages", outcome.unreadPages);
        text = (isCda ? (japanese ? "CDA 文書を書き出しました: " : "CDA document: ")
                      : (japanese ? "閲覧用の写しを書き出しました: " : "viewing copy: ")) +
               args.exportFile + "\n  SHA-256 " + outcome.digest.hex() + "\n";
        if (outcome.unreadPages > 0) {
            text += std::to_string(outcome.unreadPages) +
                    (japanese ? " 頁の文字は読み取れませんでした。\n" : " pages were not read.\n");
        }
    }
    output.print(document, text + output.sentences(outcome.verification->verdict));
    return outcome.made() ? kDone : kVerificationFailed;
}

} // namespace seihon::station_cli
