#pragma once

#include "record/scan_job.h"

#include <string>
#include <vector>

namespace seihon::record {

Actor sampleClerk();
Actor sampleManager();
Original sampleOriginal();
CaptureFacts sampleCapture(Side side);
SignerCertificate sampleCertificate();
Page samplePage(const std::string& captureId, std::int64_t sheet, Side side);

// Writes a job's life as the ledger would hold it: sequence and time go on by themselves.
class JobEntries {
  public:
    explicit JobEntries(std::string job = "job-1") : m_job(std::move(job)) {}

    JobEntries& add(EntryKind kind, Json facts = Json::object({}), const std::string& record = {});
    JobEntries& attest(EntryKind kind, Json facts = Json::object({}));
    JobEntries& capture(const std::string& captureId, std::int64_t sheet, Side side,
                        const std::string& supersedes = {});
    JobEntries& captureFrom(PaperSource source, const std::string& captureId, std::int64_t sheet,
                            Side side);
    JobEntries& mark(const std::string& captureId, PageMark mark, const std::string& reason);

    JobEntries& registered();
    JobEntries& opened();    // registered, opened, prepared
    JobEntries& scanned();   // … two sheets, both sides
    JobEntries& submitted(); // … compared, submitted
    JobEntries& accepted();
    JobEntries& sealStarted();
    JobEntries& sealed();

    ScanJob fold() const { return record::fold(m_entries); }
    std::vector<Entry>& entries() { return m_entries; }
    Entry& last() { return m_entries.back(); }

  private:
    std::string m_job;
    std::vector<Entry> m_entries;
};

inline constexpr const char* kSampleRecordId = "01937b2a-1111-7222-8333-444455556666";

} // namespace seihon::record
