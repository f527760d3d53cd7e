#include "regulation/findings.h"
#include "regulation/judge.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace seihon::regulation {

using record::CaptureFacts;
using record::DeviceIdentity;
using record::FindingId;
using record::Qualification;
using record::Verdict;

namespace {

// SANE rounds a wish to the device's own steps (SANE 1.06 §4.3.6, SANE_INFO_INEXACT). More than
// this is another area: one driver cuts 18 mm off an A4 sheet this way.
constexpr std::int64_t kAreaToleranceMicrometres = 2'000;

// Corners are judged as the area in micrometres, not as the rounded text of an option.
constexpr std::array<std::string_view, 6> kGeometryOptions{"tl-x", "tl-y",       "br-x",
                                                           "br-y", "page-width", "page-height"};

template <typename T>
bool contains(const std::vector<T>& list, const T& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

bool nameFits(const std::string& pattern, const std::string& name) {
    if (!pattern.ends_with('*')) {
        return pattern == name;
    }
    return name.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

// Exactly this device: after a repair or a firmware change the qualification is void [A1].
void judgeIdentity(const DeviceIdentity& qualified, const DeviceIdentity& found, Verdict& verdict) {
    const auto differ = [&](std::string_view what, const std::string& is, const std::string& must) {
        verdict.add(refusal(FindingId::DeviceNotQualified, {.measured = is, .required = must},
                            std::string(what)));
    };
    if (!nameFits(qualified.name, found.name)) {
        differ("name", found.name, qualified.name);
    }
    if (qualified.vendor != found.vendor) {
        differ("vendor", found.vendor, qualified.vendor);
    }
    if (qualified.model != found.model) {
        differ("model", found.model, qualified.model);
    }
    if (qualified.serial != found.serial) {
        differ("serial", found.serial, qualified.serial);
    }
    if (qualified.firmware != found.firmware) {
        differ("firmware", found.firmware, qualified.firmware);
    }
}

// After a repair nobody knows what the device is worth, until it is qualified anew [A1].
void judgeVoid(const Qualification& qualification, Verdict& verdict) {
    if (qualification.voidedAt) {
        verdict.add(
            refusal(FindingId::QualificationVoided, {.measured = qualification.voidReason}));
    }
    if (!qualification.logged) {
        verdict.add(refusal(FindingId::QualificationNotLogged, {}, qualification.id));
    }
}

void judgeDates(const Regulation& regulation, const Qualification& qualification,
                record::Instant now, Verdict& verdict) {
    if (now < qualification.validFrom) {
        verdict.add(refusal(FindingId::QualificationNotYetValid,
                            {.measured = localTime(regulation, now),
                             .required = localTime(regulation, qualification.validFrom)}));
    } else if (now >= qualification.validUntil) {
        verdict.add(refusal(FindingId::QualificationExpired,
                            {.measured = localTime(regulation, now),
                             .required = localTime(regulation, qualification.validUntil)}));
    }
    if (qualification.demo) {
        // A made-up qualification is good for the demo and for nothing else.
        verdict.add(makeFinding(FindingId::DemoData,
                                regulation.demo ? record::Severity::Note : record::Severity::Refuse,
                                {}, "qualification"));
    }
}

std::string listOf(const auto& numbers) {
    std::string out;
    for (const auto number : numbers) {
        out += (out.empty() ? "" : ", ") + std::to_string(number);
    }
    return out;
}

// Settings that the qualification does not cover, whether asked for or delivered.
void judgeSettings(const Qualification& qualification, const record::ScanProfile& settings,
                   Verdict& verdict) {
    if (!contains(qualification.opticalDpi, settings.dpi)) { // [A1] optical, never interpolated
        verdict.add(refusal(FindingId::ResolutionNotQualified,
                            {.measured = std::to_string(settings.dpi) + " dpi",
                             .required = listOf(qualification.opticalDpi) + " dpi"}));
    }
    if (!contains(qualification.modes, settings.mode)) {
        verdict.add(refusal(
            FindingId::OptionNotQualified,
            {.measured = record::enumName(settings.mode), .required = namesOf(qualification.modes)},
            "mode"));
    }
    if (!contains(qualification.sources, settings.source)) {
        verdict.add(refusal(FindingId::OptionNotQualified,
                            {.measured = record::enumName(settings.source),
                             .required = namesOf(qualification.sources)},
                            "source"));
    }
    if (!contains(qualification.bitsPerSample, settings.bitsPerSample)) {
        verdict.add(refusal(FindingId::OptionNotQualified,
                            {.measured = std::to_string(settings.bitsPerSample) + " bit",
                             .required = listOf(qualification.bitsPerSample) + " bit"},
                            "depth"));
    }
}

bool sameValue(const std::string& asked, const std::string& delivered) {
    if (asked == delivered) {
        return true;
    }
    double a = 0;
    double b = 0;
    const char* const askedEnd = asked.data() + asked.size();
    const char* const deliveredEnd = delivered.data() + delivered.size();
    return std::from_chars(asked.data(), askedEnd, a).ptr == askedEnd &&
           std::from_chars(delivered.data(), deliveredEnd, b).ptr == deliveredEnd && a == b &&
           !asked.empty() && !delivered.empty();
}

} // namespace

// A set value is a wish; what counts is what the device said afterwards [A1].
void judgeDelivery(const CaptureFacts& facts, Verdict& verdict) {
    const auto differ = [&](std::string_view what, const auto& is, const auto& must) {
        verdict.add(refusal(FindingId::OptionNotDelivered, {.measured = is, .required = must},
                            std::string(what)));
    };
    if (facts.source != facts.asked.source) {
        differ("source", record::enumName(facts.source), record::enumName(facts.asked.source));
    }
    if (facts.mode != facts.asked.mode) {
        differ("mode", record::enumName(facts.mode), record::enumName(facts.asked.mode));
    }
    if (facts.bitsPerSample != facts.asked.bitsPerSample) {
        differ("depth", facts.bitsPerSample, facts.asked.bitsPerSample);
    }
    if (facts.dpiX != facts.asked.dpi || facts.dpiY != facts.asked.dpi) {
        differ("resolution", std::to_string(facts.dpiX) + "x" + std::to_string(facts.dpiY) + " dpi",
               std::to_string(facts.asked.dpi) + " dpi");
    }
    const auto areaLacks = [](std::int64_t delivered, std::int64_t asked) {
        return delivered < asked - kAreaToleranceMicrometres;
    };
    if (areaLacks(facts.areaWidthMicrometres, facts.asked.areaWidthMicrometres)) {
        differ("width", facts.areaWidthMicrometres, facts.asked.areaWidthMicrometres);
        verdict.findings.back().unit = "micrometres";
    }
    if (areaLacks(facts.areaHeightMicrometres, facts.asked.areaHeightMicrometres)) {
        differ("height", facts.areaHeightMicrometres, facts.asked.areaHeightMicrometres);
        verdict.findings.back().unit = "micrometres";
    }
    for (const record::DeviceOption& option : facts.options) {
        const bool geometry = std::find(kGeometryOptions.begin(), kGeometryOptions.end(),
                                        option.name) != kGeometryOptions.end();
        if (!option.asked.empty() && !geometry && !sameValue(option.asked, option.delivered)) {
            differ(option.name, option.delivered, option.asked);
        }
    }
}

Verdict judgeDevice(const Regulation& regulation, const Qualification* qualification,
                    const CaptureFacts& facts, record::Instant now) {
    Verdict verdict;
    if (facts.source == record::PaperSource::Folder &&
        facts.asked.source == record::PaperSource::Folder) {
        return verdict; // no device to qualify: judgeProfile and judgePage say ImportedImage
    }
    if (qualification == nullptr) {
        verdict.add(refusal(FindingId::DeviceNotQualified, {.measured = facts.device.name}));
    } else {
        judgeIdentity(qualification->device, facts.device, verdict);
        judgeVoid(*qualification, verdict);
        judgeDates(regulation, *qualification, now, verdict);
        judgeSettings(*qualification,
                      {.source = facts.source,
                       .mode = facts.mode,
                       .bitsPerSample = facts.bitsPerSample,
                       .dpi = std::min(facts.dpiX, facts.dpiY)},
                      verdict);
    }
    judgeDelivery(facts, verdict);
    return verdict;
}

Verdict judgeProfile(const Regulation& regulation, const record::Original& original,
                     const Qualification* qualification, const record::ScanProfile& profile,
                     record::Instant now) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, original.documentClass);
    if (kind == nullptr) {
        return verdict.add(classUnknown(original.documentClass));
    }
    if (kind->purpose == ClassPurpose::OutOfScope) {
        // It may be scanned for care [B6]; the desk learns before feeding that it can never be
        // sealed [A9a].
        verdict.add(makeFinding(FindingId::ClassOutOfScope, record::Severity::Warn, {},
                                original.documentClass));
    }
    judgeFloors(*kind,
                {.mode = profile.mode, .bitsPerSample = profile.bitsPerSample, .dpi = profile.dpi},
                verdict);
    if (profile.source == record::PaperSource::Folder) {
        return verdict.add(importedImage(*kind));
    }
    if (kind->film) { // in a box of old paper, say: films go through what reads films [A4]
        return verdict.add(
            refusal(FindingId::FilmSourceNeeded,
                    {.measured = record::enumName(profile.source),
                     .required = record::enumName(record::PaperSource::Transparency)}));
    }
    if (qualification == nullptr) {
        return verdict.add(refusal(FindingId::DeviceNotQualified));
    }
    judgeVoid(*qualification, verdict);
    judgeDates(regulation, *qualification, now, verdict);
    judgeSettings(*qualification, profile, verdict);
    return verdict;
}

} // namespace seihon::regulation
