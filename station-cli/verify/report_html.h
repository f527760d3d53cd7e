#pragma once

#include "record/instant.h"
#include "signing/verify_record.h"

#include <filesystem>
#include <string>

namespace seihon::station_cli {

struct VerifyReport {
    const signing::RecordVerification& result;
    std::filesystem::path record;
    std::filesystem::path trust;
    record::Instant at{}; // the time it was verified for
    bool atGiven = false; // by --at, not by the clock
};

// One page of HTML in Japanese and English, for the file and for paper: no script, nothing loaded,
// every foreign text escaped. Says nothing of the patient: it is about the record, not its content.
std::string verifyReportHtml(const VerifyReport& report);

} // namespace seihon::station_cli
