#pragma once

#include "record/actor.h"
#include "record/capture_facts.h"
#include "record/page_image.h"
#include "record/sentences.h"
#include "record/target_measurement.h"
#include "record/verdict.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// How a scanner was found fit for originals [A1], or why not, for the file of an audit: identity,
// settings, every figure beside its limit, and what the target looks like in its scans.
namespace seihon::report {

struct ReportedTarget {
    record::CaptureFacts capture;
    record::TargetMeasurement measurement;
    record::Verdict verdict;
    std::string file;
    record::Digest digest;
    // Parts of the scan, pixel for pixel, 8-bit grey: one slanted square, the grey steps, small
    // text.
    record::PageImage square, steps, text;
};

struct QualificationReport {
    record::Language language = record::Language::Japanese;
    bool demo = false;
    std::chrono::minutes utcOffset{9 * 60};
    std::string hospital, station;
    std::string id;
    record::DeviceIdentity device;
    record::Actor actor; // who qualified it
    record::Instant at{};
    std::optional<record::Instant> validUntil; // none: refused
    record::Verdict verdict;
    record::TargetLimits limits;
    std::vector<ReportedTarget> scans;
    std::string regulationVersion;
    record::Digest regulation;
};

// Faults: StorageFailed, NotFound (fonts).
void writeQualificationPdf(const std::filesystem::path& file, const QualificationReport& report);

} // namespace seihon::report
