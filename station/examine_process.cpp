#include "station/examine_process.h"

#include "record/clean_text.h"
#include "record/fault.h"
#include "station/worker_apart.h"

namespace seihon::station {

namespace {

// 32 codes of 4 KiB, escaped, and the rest.
constexpr std::size_t kLongestExamination = 1 << 20;

constexpr std::size_t kLongestText = 16 << 20; // its lines at their longest, and their places

record::PageExamination failed(const std::string& why) {
    record::PageExamination examination;
    examination.failure = record::cleanText(("the examine worker" + why).substr(0, 200));
    return examination;
}

} // namespace

ExamineWorker examineWorkerBesideProgram() {
    return {.executable = programBeside("seihon-examine-worker")};
}

record::PageExamination examineApart(const ExamineWorker& worker, record::Bytes tiff) {
    ApartWorker apart{worker.executable, {}, worker.patience, kLongestExamination};
    if (worker.codesOnly) {
        apart.arguments = {"--codes"};
    }
    const ApartAnswer answer = answerApart(apart, tiff);
    if (!answer.failure.empty()) {
        return failed(" " + answer.failure);
    }
    try {
        return record::pageExaminationFromJson(record::parseJson(answer.text));
    } catch (const record::Fault& fault) {
        return failed(std::string("'s answer: ") + fault.what());
    }
}

record::PageText readTextApart(const ExamineWorker& worker, record::Bytes tiff, int turned) {
    const ApartAnswer answer = answerApart(
        {worker.executable, {"--text=" + std::to_string(turned)}, worker.patience, kLongestText},
        tiff);
    record::PageText text;
    if (answer.failure.empty()) {
        try {
            return record::pageTextFromJson(record::parseJson(answer.text));
        } catch (const record::Fault& fault) {
            text.failure = fault.what();
        }
    }
    text.failure =
        record::cleanText(("the examine worker " + answer.failure + text.failure).substr(0, 200));
    return text;
}

} // namespace seihon::station
