#pragma once

#include "record/fault.h"
#include "record/fold_entry.h"
#include "record/json_fields.h"
#include "record/scan_job.h"

#include <algorithm>
#include <initializer_list>
#include <string>

// Private to scan_job.cpp and fold_pages.cpp: one entry onto a job.
namespace seihon::record {

class Fold {
  public:
    explicit Fold(const Entry& entry, ScanJob& job) : m_entry(entry), m_job(job) {}

    void apply();

  private:
    const Json& facts() const { return m_entry.what.facts; }

    void allow(std::initializer_list<JobState> states) const {
        if (std::find(states.begin(), states.end(), m_job.state) == states.end()) {
            broken("in state " + std::string(enumName(m_job.state)));
        }
    }

    [[noreturn]] void broken(const std::string& why) const {
        refuseEntry("job " + m_entry.what.job, m_entry, why);
    }

    Act act() const { return actOf(m_entry); }

    void registered();
    void pageCaptured();
    void pageMarked();
    void pageExamined();
    void sheetSetAside();
    void sheetsRecounted();
    void sheetMoved();
    void pageTurned();
    void moveSheets(std::int64_t from, std::int64_t by);
    void scanStarted();
    void feedInterrupted();
    void doubtPages();
    void convert();
    void submitted();
    void sendBack();
    void patientIdentified();
    void sealStarted();
    void recordSigned();
    void sealDiscarded();
    void recordSealed();
    void countSheets();

    const Entry& m_entry;
    ScanJob& m_job;
};

} // namespace seihon::record
