#pragma once

#include "record/capture_facts.h"
#include "record/page_examination.h"
#include "record/page_measurement.h"
#include "record/verdict.h"
#include "regulation/regulation.h"
#include "signing/verify_record.h"

#include <filesystem>
#include <optional>
#include <string>

// What needs no home: judging a file, verifying a record.
namespace seihon::station {

struct MeasuredFile {
    record::CaptureFacts facts;
    record::PageMeasurement measurement;
    record::Verdict verdict;
    std::optional<record::PageExamination> examination; // the slow looks, where asked for
};

// Measurements and findings of an image file under a class of the regulation: for tuning thresholds
// and for doubters. Faults: Usage (no such class), ImageUnreadable, NotFound, WorkerDied.
MeasuredFile measureFile(const regulation::Regulation& regulation,
                         const std::filesystem::path& file, const std::string& documentClass,
                         bool examine = false);

// A record folder and a trust directory, nothing else. `now` bounds the times in it from above.
signing::RecordVerification verifyRecordFolder(const std::filesystem::path& folder,
                                               const std::filesystem::path& trustFolder,
                                               record::Instant now);

// The target sheet of a qualification [A1]: a PDF to be printed at its true size, or a PNG at this
// resolution for a feeder that takes image files as paper. Faults: Usage for any other ending.
void writeTargetSheet(const std::filesystem::path& file, std::int64_t dpi);

// The regulation that ships with the program.
regulation::Regulation shippedRegulation();

} // namespace seihon::station
