#include "station/document_file.h"

#include "ledger/durable_file.h"
#include "record/fault.h"

namespace seihon::station {

using record::Fault;
using record::FaultKind;

namespace {

void writeAs(const std::filesystem::path& file, const report::Document& document,
             const std::string* csv) {
    if (std::filesystem::exists(file)) {
        throw Fault(FaultKind::Usage, file.string() + " is there already",
                    {{"file", file.string()}});
    }
    const std::string kind = file.extension().string();
    if (kind == ".pdf") {
        return report::writePdf(file, document);
    }
    if (kind == ".csv" && csv != nullptr) {
        return ledger::writeDurably(file, record::bytesOf(*csv));
    }
    if (kind != ".html" && kind != ".txt") {
        throw Fault(FaultKind::Usage, csv == nullptr
                                          ? "a document is written as .pdf, .html or .txt"
                                          : "a report is written as .pdf, .html, .csv or .txt");
    }
    ledger::writeDurably(file, record::bytesOf(kind == ".html" ? report::htmlOf(document)
                                                               : report::briefTextOf(document)));
}

} // namespace

void writeDocument(const std::filesystem::path& file, const report::Document& document) {
    writeAs(file, document, nullptr);
}

void writeReport(const std::filesystem::path& file, const report::Document& document,
                 const std::string& csv) {
    writeAs(file, document, &csv);
}

std::string csvField(const std::string& text) {
    const bool formula =
        !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    std::string quoted = formula ? "\"'" : "\"";
    for (const char c : text) {
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return quoted + "\"";
}

std::string csvLine(const std::vector<std::string>& fields) {
    std::string line;
    for (const std::string& field : fields) {
        line += (line.empty() ? "" : ",") + csvField(field);
    }
    return line + "\r\n";
}

} // namespace seihon::station
