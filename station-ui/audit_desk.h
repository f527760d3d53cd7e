#pragma once

#include "station-ui/job_view.h"
#include "station-ui/window_state.h"
#include "station/audit_bundle.h"
#include "station/log_prover.h"
#include "station/log_reader.h"
#include "station/record_finder.h"

#include <QDate>
#include <QObject>

namespace seihon::station_ui {

// What somebody looks for; empty fields are not asked for.
struct RecordSearch {
    QString recordId, patientId, documentClass, sealedBy;
    std::optional<QDate> from, until; // both days are part of it
    bool withdrawnToo = false;
};

// One record as it was when it was opened.
struct RecordView {
    record::Verdict refusal; // nothing may be looked at
    JobView job;
    signing::RecordVerification verification;
    std::set<std::int64_t> doubtful; // numbers of pages that are not what was sealed
    std::vector<station::HistoryLine> history;
    std::vector<station::SeenBy> seenBy;
    bool mayExport = false;
    record::Verdict exporting; // what stands against it

    bool empty() const { return job.id.empty(); }
    bool valid() const { return verification.verdict.permitted(); }
};

// What became of an export.
struct ExportEnd {
    QString file;
    record::Verdict verdict; // refused: nothing was written
    bool invalid = false;    // the record does not hold
    QString digest;
};

// What became of taking a proof.
struct ProofEnd {
    QString file;
    station::ProveOutcome outcome;
    bool patientShown = true;
};

// A take-away bundle of one record, and what became of it.
struct BundleWish {
    QString folder, recipient, reason;
    record::Redaction redaction = record::Redaction::None;
};
struct BundleEnd {
    QString folder;
    station::BundleOutcome outcome;
};

// What somebody asks the log; empty fields are not asked for.
struct LogSearch {
    std::optional<record::EntryKind> kind;
    QString user, patientId;
    std::optional<QDate> from, until; // both days are part of it
};

// Looking for sealed records and at one of them, as values and signals.
class AuditDesk : public QObject {
    Q_OBJECT

  public:
    explicit AuditDesk(WindowState& state, QObject* parent = nullptr);

    const std::vector<station::FoundRecord>& rows() const { return m_rows; }
    bool more() const { return m_next.has_value(); }
    bool searched() const { return m_searched; }
    void search(const RecordSearch& wanted);
    void searchOn(); // the next page of the answer
    void forget();   // the answer

    const RecordView& record() const { return m_record; }
    const std::optional<ExportEnd>& exported() const { return m_exported; }
    void open(const QString& recordId);
    // Was it looked for among withdrawn ones as well?
    bool withdrawnToo() const { return m_withdrawnToo; }
    void exportTo(const QString& folder);
    // What the log says of the record, as a file that anybody can verify without the log.
    const std::optional<ProofEnd>& proven() const { return m_proven; }
    void proveTo(const QString& folder, bool showPatient);
    // The record with all that it takes to verify it elsewhere, in a new folder below this one.
    const std::optional<BundleEnd>& bundled() const { return m_bundled; }
    void bundleTo(const BundleWish& wish);

    void clear();

  signals:
    void searchBegan(); // the rows are gone
    void found();       // rows were added at the end
    void recordChanged();
    void exportEnded();
    void proofEnded();
    void bundleEnded();

  private:
    void ask(const ledger::RecordQuery& query);
    void refuse(const record::Verdict& verdict);
    StationThread::Otherwise faultsOf(int round);

    WindowState& m_state;
    ledger::RecordQuery m_query;
    bool m_withdrawnToo = false, m_searched = false, m_asking = false;
    std::vector<station::FoundRecord> m_rows;
    std::optional<std::uint64_t> m_next;
    RecordView m_record;
    std::optional<ExportEnd> m_exported;
    std::optional<ProofEnd> m_proven;
    std::optional<BundleEnd> m_bundled;
    int m_round = 0, m_searchRound = 0;
};

// The log, backwards and page by page.
class LogDesk : public QObject {
    Q_OBJECT

  public:
    explicit LogDesk(WindowState& state, QObject* parent = nullptr);

    const std::vector<station::HistoryLine>& lines() const { return m_lines; }
    std::uint64_t size() const { return m_size; }
    std::uint64_t lookedDownTo() const { return m_next; }
    bool more() const { return m_read && m_next > 0; }
    bool looking() const { return m_looking; }
    bool wasRead() const { return m_read; }
    void read(const LogSearch& wanted);
    void readOn();
    void clear();

  signals:
    void began(); // the lines are gone
    void changed();

  private:
    void ask();

    WindowState& m_state;
    station::LogQuery m_query;
    std::vector<station::HistoryLine> m_lines;
    std::uint64_t m_size = 0, m_next = 0;
    bool m_read = false, m_looking = false;
    int m_round = 0;
};

} // namespace seihon::station_ui
