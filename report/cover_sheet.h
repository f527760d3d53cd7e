#pragma once

#include "record/page_image.h"
#include "record/sentences.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace seihon::report {

// What lies on top of the paper of one job until it is scanned [B4]. Its codes name the job, and
// nothing about the patient [F16]; the name is printed only where the regulation says so.
struct CoverSheet {
    std::string code; // record::codeOfJob
    std::string hospital;
    std::string jobId;
    std::string classJa, classEn;
    std::string receivedJa, receivedEn; // "2026年11月20日（金）9:05"
    std::string deadlineJa, deadlineEn; // in words; empty: none
    std::string patientName;            // empty: not printed
    std::string envelope;               // id; empty: none
    std::string label;                  // number; empty: none
    std::int64_t sheets = 0;
    bool demo = false;
};

// A4. Faults: StorageFailed, NotFound (fonts).
void writeCoverPdf(const std::filesystem::path& file, const CoverSheet& sheet);
// The same as a scanner sees it printed, for the demo's feeder.
record::PageImage coverImage(const CoverSheet& sheet, std::int64_t dpi);

// Labels to be stuck on paper at night: 24 on an A4 sheet (70 × 37 mm), numbers from `first` on.
void writeLabelPdf(const std::filesystem::path& file, std::int64_t first, std::int64_t count);

} // namespace seihon::report
