#pragma once

#include "record/instant.h"
#include "record/sentences.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station_cli {

struct VerifyArguments {
    std::filesystem::path proof;  // of a record, from the log; empty: it is the record itself
    std::filesystem::path bundle; // of an auditor; empty: it is one record
    std::filesystem::path record;
    std::filesystem::path trust;
    std::optional<record::Instant> at; // bounds all times from above; the clock's when not given
    std::filesystem::path report;      // HTML to be written; empty: none
    bool json = false;
    bool help = false;
    record::Language language = record::Language::English;
};

inline constexpr const char* kVerifyUsage =
    "usage: seihon-verify PATH --trust DIR [--at TIME] [--json] [--report FILE.html]\n"
    "                     [--lang ja|en]\n"
    "       seihon-verify proof PROOF --trust DIR [--record PATH] [--at TIME] [--json]\n"
    "                     [--lang ja|en]\n"
    "       seihon-verify bundle FOLDER [--trust DIR] [--at TIME] [--json] [--lang ja|en]\n"
    "  PATH   a record: a folder or an .asice file\n"
    "  PROOF  what the log says of one record, as \"seihon audit prove\" writes it\n"
    "  FOLDER an auditor's bundle, as \"seihon audit bundle\" makes it; without --trust by what\n"
    "         came with it\n"
    "  DIR    a trust directory: trust.toml, roots/, tsa/, crls/\n"
    "  TIME   ISO 8601 with offset, e.g. 2026-11-22T12:15:00+09:00\n"
    "  FILE   one page in Japanese and English; replaced when it is there\n"
    "exit codes: 0 valid, 2 usage, 3 fault, 4 verification failed\n";

// Faults: Usage.
VerifyArguments parseVerifyArguments(const std::vector<std::string>& words);

} // namespace seihon::station_cli
