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
constexpr std::chrono::hours kLeftBehind{1};

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

DeliveryOutcome outcomeOf(const Fault& fault, bool begun) {
    const bool refused = fault.kind == FaultKind::Malformed || fault.kind == FaultKind::Usage;
    return {refused ? DeliveryEnd::Refused : DeliveryEnd::Unreachable, fault.what(), begun};
}

enum class Standing { Nothing, TheSame, Another };

// Links are not followed: another is whatever is not a file with these bytes.
Standing standingAt(const fs::path& file, record::Bytes bytes) {
    std::error_code unknown;
    const fs::file_type type = fs::symlink_status(file, unknown).type();
    if (type == fs::file_type::not_found || type == fs::file_type::none) {
        return Standing::Nothing;
    }
    if (type != fs::file_type::regular || fs::file_size(file, unknown) != bytes.size() || unknown) {
        return Standing::Another;
    }
    const auto there = ledger::readWhole(file, static_cast<std::int64_t>(bytes.size()));
    return record::sha256(there) == record::sha256(bytes) ? Standing::TheSame : Standing::Another;
}

// Of a program that was killed while it wrote; the same folder may be another station's as well,
// which may just be writing.
void sweepLeftBehind(const fs::path& folder) {
    std::error_code away;
    for (fs::directory_iterator one(folder, away), end; !away && one != end; one.increment(away)) {
        std::error_code gone;
        const auto age = fs::file_time_type::clock::now() - one->last_write_time(gone);
        if (!gone && age > kLeftBehind && one->is_regular_file(gone) && !one->is_symlink(gone) &&
            one->path().filename().string().starts_with(".tmp-")) {
            fs::remove(one->path(), gone);
        }
    }
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
    bool begun = false;
    try {
        // One that does not exist is a share that is not mounted: made here, nobody would see it.
        std::error_code away;
        if (!fs::is_directory(drop.folder, away)) {
            return {DeliveryEnd::Unreachable, "the folder is not there"};
        }
        sweepLeftBehind(drop.folder);
        const DropFiles files = filesOf(drop, document);
        const std::string sidecar = sidecarOf(drop, document, pdf);
        // A name that is taken by something else will be so tomorrow. No name of a file is told: a
        // patient's number may stand in it, and these words go into the log [F6].
        if (standingAt(files.pdf, pdf) == Standing::Another ||
            standingAt(files.sidecar, record::bytesOf(sidecar)) == Standing::Another ||
            (!files.trigger.empty() && standingAt(files.trigger, {}) == Standing::Another)) {
            return {DeliveryEnd::Refused,
                    "something else is there under that name; nothing was replaced"};
        }
        begun = true;
        ledger::writeDurably(files.pdf, pdf);
        ledger::writeDurably(files.sidecar, record::bytesOf(sidecar));
        if (!files.trigger.empty()) {
            ledger::writeDurably(files.trigger, {});
        }
        return {DeliveryEnd::Sent, {}};
    } catch (const Fault& fault) {
        return outcomeOf(fault, begun);
    }
}

DeliveryOutcome lookInto(const DropFolder& drop, const DroppedDocument& document,
                         record::Bytes pdf) {
    try {
        std::error_code away;
        if (!fs::is_directory(drop.folder, away)) {
            return {DeliveryEnd::Unreachable, "the folder is not there"};
        }
        const DropFiles files = filesOf(drop, document);
        const std::string sidecar = sidecarOf(drop, document, pdf);
        const Standing one = standingAt(files.pdf, pdf);
        const Standing other = standingAt(files.sidecar, record::bytesOf(sidecar));
        if (one == Standing::Another || other == Standing::Another) {
            return {DeliveryEnd::Refused, "other bytes lie under its name"};
        }
        return one == Standing::TheSame && other == Standing::TheSame
                   ? DeliveryOutcome{DeliveryEnd::Confirmed, {}}
                   : DeliveryOutcome{DeliveryEnd::Sent, "it was taken away"};
    } catch (const Fault& fault) {
        return fault.kind == FaultKind::NotFound
                   ? DeliveryOutcome{DeliveryEnd::Sent, "it was taken away"}
                   : DeliveryOutcome{DeliveryEnd::Refused, fault.what()};
    }
}

} // namespace seihon::documents
