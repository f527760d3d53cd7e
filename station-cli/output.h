#pragma once

#include "record/fault.h"
#include "record/json.h"
#include "record/sentences.h"
#include "station/station.h"

#include <string>

namespace seihon::station_cli {

// Exit codes of the contract.
inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;
inline constexpr int kUsage = 2;
inline constexpr int kFault = 3;
inline constexpr int kVerificationFailed = 4;

// With --json exactly one document on standard output, in every outcome; otherwise text for people
// there. Progress goes to standard error either way.
class Output {
  public:
    Output(bool json, record::Language language) : m_json(json), m_language(language) {}

    bool json() const { return m_json; }
    record::Language language() const { return m_language; }

    void print(const record::Json& document, const std::string& text) const;
    // What an act came to: its document, with the findings and, when it was refused, "refused";
    // `text`, then the findings in words. Gives the exit code.
    int outcome(record::Json document, const std::string& text,
                const record::Verdict& verdict) const;
    void progress(const std::string& text) const;
    // Prints a fault and gives its exit code.
    int fault(const record::Fault& fault) const;

    record::Json findings(const record::Verdict& verdict) const;
    std::string sentences(const record::Verdict& verdict) const;

  private:
    bool m_json;
    record::Language m_language;
};

// {"number","file","sha256","width","height","dpi","sheetRect","findings",…}
record::Json pageJson(const Output& output, const record::ScanJob& job, const record::Page& page);
// {"job","state","class","record","path","pages",…}
record::Json jobJson(const Output& output, const station::Station& station,
                     const record::ScanJob& job);
// Since when a signed job waits for its timestamp; null for every other.
record::Json pendingSince(const record::ScanJob& job);
std::string jobText(const Output& output, const record::ScanJob& job);

} // namespace seihon::station_cli
