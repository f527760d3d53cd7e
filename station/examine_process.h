#pragma once

#include "record/digest.h"
#include "record/page_examination.h"
#include "record/page_text.h"

#include <chrono>
#include <filesystem>

namespace seihon::station {

// The program that takes the slow looks, and how long one page may take.
struct ExamineWorker {
    std::filesystem::path executable;
    std::chrono::milliseconds patience{120'000};
    bool codesOnly = false; // bar codes, and none of the slower looks
};

// It lies beside the running program.
ExamineWorker examineWorkerBesideProgram();

// Looks at one page (a TIFF that the station wrote) in a process of its own, so that the looking
// libraries may crash, hang or eat memory without harm: that is said in `failure`. Faults:
// WorkerDied when the program cannot be started at all.
record::PageExamination examineApart(const ExamineWorker& worker, record::Bytes tiff);

// Reads the writing of a page that is read turned so many degrees to the right, likewise.
record::PageText readTextApart(const ExamineWorker& worker, record::Bytes tiff, int turned);

} // namespace seihon::station
