#include "documents/drop_folder.h"

#include "ledger/durable_file.h"
#include "record/clean_text.h"
#include "record/fault.h"

#include <pugixml.hpp>

#include <algorithm>
#include <sstream>
#include <vector>

namespace seihon::documents {

namespace fs = std::filesystem;
using record::Fault;
using record::FaultKind;

namespace {

constexpr std::size_t kLongestName = 200;

bool isNameLetter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
}

std::string localDay(const DroppedDocument& document) {
    std::string day = record::formatLocal(document.scannedAt, document.utcOffset).substr(0, 10);
    day.erase(std::remove(day.begin(), day.end(), '-'), day.end());
    return day;
}

void replaceAll(std::string& text, const std::string& from, const std::string& to) {
    if (!std::all_of(to.begin(), to.end(), isNameLetter) || to.empty()) {
        throw Fault(FaultKind::Malformed, "a file name cannot hold " + from);
    }
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

struct Facts {
    const char* name;
    std::string value;
};

std::vector<Facts> factsOf(const DropFolder& drop, const DroppedDocument& document,
                           record::Bytes pdf) {
    return {{"file", dropName(drop, document) + ".pdf"},
            {"patientId", document.patientId},
            {"date", localDay(document)},
            {"classCode", document.classCode},
            {"title", document.title},
            {"recordId", document.recordId},
            {"bytes", std::to_string(pdf.size())},
            {"sha256", record::sha256(pdf).hex()}};
}

// RFC 4180; a cell that a spreadsheet would take for a formula stays as it is: nothing is altered.
std::string cell(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c;
        quoted += c == '"' ? "\"" : "";
    }
    return quoted + "\"";
}

struct DropFiles {
    fs::path pdf, sidecar, trigger; // no trigger: empty
};

DropFiles filesOf(const DropFolder& drop, const DroppedDocument& document) {
    const std::string name = dropName(drop, document);
    const auto ending = [&](const std::string& what) {
        return drop.folder / (name + "." + what);
    };
    return {ending("pdf"), ending(std::string(record::enumName(drop.sidecar))),
            drop.triggerEnding.empty() ? fs::path() : ending(drop.triggerEnding)};
}

DeliveryOutcome outcomeOf(const Fault& fault) {
    // A name that is taken by something else, or that cannot be, will be so tomorrow.
    // No name of a file: a patient's number may stand in it, and these words go into the log [F6].
    if (std::string(fault.what()).find("exists already") != std::string::npos) {
        return {DeliveryEnd::Refused,
                "something else is there under that name; nothing was replaced"};
    }
    const bool refused = fault.kind == FaultKind::Malformed || fault.kind == FaultKind::Usage;
    return {refused ? DeliveryEnd::Refused : DeliveryEnd::Unreachable, fault.what()};
}

} // namespace

std::string dropName(const DropFolder& drop, const DroppedDocument& document) {
    std::string name = drop.nameTemplate;
    if (name.find("{id}") == name.npos) {
        throw Fault(FaultKind::Usage, "the names of dropped files need {id}");
    }
    if (name.find("{patient}") != name.npos) {
        replaceAll(name, "{patient}", document.patientId);
    }
    if (name.find("{class}") != name.npos) {
        replaceAll(name, "{class}", document.classCode);
    }
    replaceAll(name, "{date}", localDay(document));
    replaceAll(name, "{id}", document.recordId);
    if (!std::all_of(name.begin(), name.end(), isNameLetter) || name.front() == '.' ||
        name.size() > kLongestName) {
        throw Fault(FaultKind::Usage, "a template that makes no file names");
    }
    return name;
}

std::string sidecarOf(const DropFolder& drop, const DroppedDocument& document, record::Bytes pdf) {
    const std::vector<Facts> facts = factsOf(drop, document, pdf);
    for (const Facts& one : facts) {
        if (record::cleanText(one.value) != one.value ||
            one.value.find('\n') != std::string::npos) {
            throw Fault(FaultKind::Malformed, std::string("a sidecar cannot hold ") + one.name);
        }
    }
    if (drop.sidecar == Sidecar::Csv) {
        std::string names, values;
        for (const Facts& one : facts) {
            names += (names.empty() ? "" : ",") + cell(one.name);
            values += (values.empty() ? "" : ",") + cell(one.value);
        }
        return names + "\r\n" + values + "\r\n";
    }
    pugi::xml_document xml;
    pugi::xml_node root = xml.append_child("document");
    for (const Facts& one : facts) {
        root.append_child(one.name).text().set(one.value.c_str());
    }
    std::ostringstream out;
    xml.save(out, " ", pugi::format_default, pugi::encoding_utf8);
    return out.str();
}

DeliveryOutcome dropInto(const DropFolder& drop, const DroppedDocument& document,
                         record::Bytes pdf) {
    try {
        // One that does not exist is a share that is not mounted: made here, nobody would see it.
        if (!fs::is_directory(drop.folder)) {
            return {DeliveryEnd::Unreachable, "the folder is not there"};
        }
        const DropFiles files = filesOf(drop, document);
        const std::string sidecar = sidecarOf(drop, document, pdf);
        ledger::writeDurably(files.pdf, pdf);
        ledger::writeDurably(files.sidecar, record::bytesOf(sidecar));
        if (!files.trigger.empty()) {
            ledger::writeDurably(files.trigger, {});
        }
        return {DeliveryEnd::Sent, {}};
    } catch (const Fault& fault) {
        return outcomeOf(fault);
    } catch (const fs::filesystem_error& error) {
        return {DeliveryEnd::Unreachable, error.what()};
    }
}

DeliveryOutcome lookInto(const DropFolder& drop, const DroppedDocument& document,
                         record::Bytes pdf) {
    try {
        if (!fs::is_directory(drop.folder)) {
            return {DeliveryEnd::Unreachable, "the folder is not there"};
        }
        const DropFiles files = filesOf(drop, document);
        const std::string sidecar = sidecarOf(drop, document, pdf);
        if (!fs::exists(files.pdf) || !fs::exists(files.sidecar)) {
            return {DeliveryEnd::Sent, "it was taken away"};
        }
        const auto there = [](const fs::path& file, std::size_t size) {
            return record::sha256(ledger::readWhole(file, static_cast<std::int64_t>(size)));
        };
        const bool same = there(files.pdf, pdf.size()) == record::sha256(pdf) &&
                          there(files.sidecar, sidecar.size()) == record::sha256(sidecar);
        return same ? DeliveryOutcome{DeliveryEnd::Confirmed, {}}
                    : DeliveryOutcome{DeliveryEnd::Refused, "other bytes lie under its name"};
    } catch (const Fault& fault) {
        return fault.kind == FaultKind::NotFound
                   ? DeliveryOutcome{DeliveryEnd::Sent, "it was taken away"}
                   : DeliveryOutcome{DeliveryEnd::Refused, fault.what()};
    }
}

} // namespace seihon::documents
