#include "station/typed_text.h"

#include "record/clean_text.h"
#include "record/fault.h"
#include "record/original.h"

namespace seihon::station {

namespace {

[[noreturn]] void refuseText(const char* what, const std::string& why) {
    throw record::Fault(record::FaultKind::Usage, std::string(what) + " " + why);
}

void requireClean(const std::string& text, const char* what, std::size_t mostBytes) {
    if (text.size() > mostBytes) {
        refuseText(what, "is longer than " + std::to_string(mostBytes) + " bytes");
    }
    if (record::cleanText(text) != text) {
        refuseText(what, "holds control characters, or is not UTF-8");
    }
}

bool saysNothing(const std::string& text) {
    constexpr std::string_view kWideSpace = "\u3000";
    std::string_view rest = text;
    while (!rest.empty()) {
        if (rest.starts_with(kWideSpace)) {
            rest.remove_prefix(kWideSpace.size());
        } else if (rest.front() == ' ' || rest.front() == '\n') {
            rest.remove_prefix(1);
        } else {
            return false;
        }
    }
    return true;
}

} // namespace

void requireLine(const std::string& text, const char* what, std::size_t mostBytes) {
    requireClean(text, what, mostBytes);
    if (text.find('\n') != std::string::npos) {
        refuseText(what, "is more than one line");
    }
}

void requireWords(const std::string& text, const char* what, std::size_t mostBytes) {
    requireLine(text, what, mostBytes);
    if (saysNothing(text)) {
        refuseText(what, "is needed");
    }
}

void requireReason(const std::string& reason) {
    requireClean(reason, "the reason", kLongestReason);
    if (saysNothing(reason)) {
        refuseText("a reason", "is needed");
    }
}

void requireTyped(const record::Original& original) {
    requireLine(original.remark, "the remark", kLongestReason);
    requireLine(original.patient.name, "the patient's name");
    if (original.provisional) { // the name as on the paper is all that there is
        requireWords(original.patient.name, "the name as on the paper");
    } else {
        requireWords(original.patient.id, "the patient id", kLongestPatientId);
    }
    if (original.sheets > kMostSheets) {
        refuseText("the number of sheets", "is more than " + std::to_string(kMostSheets));
    }
}

} // namespace seihon::station
