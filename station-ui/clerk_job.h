#pragma once

#include "station-ui/job_view.h"
#include "station-ui/small_pictures.h"
#include "station-ui/window_state.h"
#include "station/worklist.h"

#include <QObject>

namespace seihon::station_ui {

inline constexpr int kMostSheets = 2000; // of one job, for the fields that ask for a number

// What is asked at the counter before the paper is fed.
struct IntakeForm {
    QString documentClass, patientId, patientName;
    record::ReceptionEvidence evidence = record::ReceptionEvidence::CounterRegistration;
    std::optional<record::Instant> receivedAt; // absent: here and now
    int sheets = 0;
    bool duplex = false;
    bool attested = false;
    bool provisional = false;                  // nobody knows yet whose it is [W]
    std::int64_t label = 0;                    // stuck on at the night desk; 0: none
    std::optional<station::WorklistRow> order; // that was picked before there is a job
    std::string orderReason;
};

// Who the patient of a provisional job is, as a person says after comparing.
struct Identification {
    QString id, name;
    bool same = false; // as the patient index has it
    QString differs;   // else how, and why it is this patient all the same
};

// What the patient index answered to an id, for a person to compare with the paper.
struct PatientAnswerHere {
    QString id, name, kana, birthDate;
    bool found = false;
    record::Verdict verdict;
};

// Where the clerk is with the paper.
enum class ClerkStep { Idle, Scanning, Checking, Confirming, Sealing, Done };

// How it ended.
enum class ClerkEnd { None, Sealed, Pending, HandedOver };

// The clerk's job, step by step, as values and signals: what the pages show and what their buttons
// do. It calls the verbs in the order of the design (§5) and knows no rule: what is allowed and
// what is still missing comes with every JobView.
class ClerkJob : public QObject {
    Q_OBJECT

  public:
    explicit ClerkJob(WindowState& state, QObject* parent = nullptr);

    ClerkStep step() const { return m_step; }
    ClerkEnd end() const { return m_end; }
    const JobView& view() const { return m_view; }
    SmallPictures& pictures() const { return *m_pictures; } // of the pages in view()
    // The fault that broke the last run off, while its sheets are to be put back.
    const std::optional<record::Fault>& trouble() const { return m_trouble; }
    const QString& pendingBecause() const { return m_pendingBecause; }
    const record::Verdict& refusal() const { return m_refusal; }
    bool pinNeeded() const { return m_pinNeeded; }
    // Pages that the person has had before them since they came.
    bool seen(const PageView& page) const { return m_seen.contains(page.captureId); }
    void see(const PageView& page);
    std::size_t unseen() const;

    void lookUpPatient(const QString& id);
    // For later: the paper is registered and goes to the pile [W].
    void registerOnly(const IntakeForm& form);
    // Feeds one sheet; opens the job that this cover sheet names [F16].
    void readCover();
    void openLabel(std::int64_t label);
    void askWho() { emit identificationWanted(); }
    void identify(const Identification& who);
    void start(const IntakeForm& form);
    // An open job of the list: what is missing is asked for, nothing is done twice.
    void resume(const QString& job);
    // Of a job that was registered at the counter: somebody has counted and looked at the paper,
    // and it is fed.
    void prepare(int sheets, bool attested);
    void scanOn(const record::FeedWish& wish = {});
    void stop() { m_state.thread().requestStop(); }
    void mark(std::int64_t page, record::PageMark mark, const QString& reason);
    void setAside(std::int64_t page, const QString& reason);
    void recount(int sheets, const QString& reason);
    void moveSheet(std::int64_t page, std::int64_t after, const QString& reason);
    void turnPage(std::int64_t page, int degrees);
    // The person says that images and paper are the same; or how they differ, as the paper does.
    void compare(const QString& asOnPaper);
    void attestFilmSide(record::FilmSide answer, const std::string& reason); // [A4]
    void pickOrder(const station::WorklistRow& row, const std::string& reason);
    void dropOrder();
    void backToChecking();
    // Submits, and seals where this person may; otherwise it is handed over.
    void finish();
    // The PIN that was kept has run out: once more, then on.
    void finishWithPin(const QString& pin);
    void layDemoPaper();
    // The desk is left, or the next paper comes: nothing of a patient stays.
    void clear();

  signals:
    void changed();
    void patientKnown(seihon::station_ui::PatientAnswerHere answer);
    // While paper is fed; the page is kept durably.
    void pageArrived(seihon::station_ui::PageView page);
    void preparationWanted(); // of the job in view()
    void registered(const QString& job);
    void identified();
    void identificationWanted(); // of the job in view()

  private:
    static constexpr const char* kBy = "screen"; // how a person said it

    struct OrderEnd { // why the order that was picked before is not the job's
        record::Verdict verdict;
        std::optional<record::Fault> fault;
        bool good() const { return verdict.permitted() && !fault; }
    };
    struct Step { // what an act left behind
        JobView view;
        record::Verdict verdict;
        ClerkEnd end = ClerkEnd::None;
        QString pendingBecause;
        std::optional<record::Fault> lost{}; // what a run that died left behind
        OrderEnd order{};
    };
    template <typename Act>
    void run(ClerkStep meanwhile, ClerkStep then, Act act);
    // A run of the feeder. `job`: filled by the time something can break it off.
    template <typename Act>
    void feed(const std::shared_ptr<const std::string>& job, Act act);
    template <typename Verb>
    void correct(Verb verb);
    void scanned(const Step& step);
    void broken(const record::Fault& fault, const std::string& job);
    void finished(const Step& step);
    void take(const Step& step, ClerkStep then);
    void setStep(ClerkStep step);
    void sayRefused(const record::Verdict& verdict);
    static std::function<void(const record::Page&)> liveView(Desk& desk, QPointer<ClerkJob> self,
                                                             const record::ScanJob& job);
    static std::optional<record::Fault> tellLostRun(Desk& desk, const std::string& id);
    static Step finishThere(Desk& desk, const std::string& id);
    static record::Original originalOf(const IntakeForm& form);
    static OrderEnd pickOrderOf(Desk& desk, const std::string& job, const IntakeForm& form);
    QString notOrdered(const OrderEnd& end) const;

    WindowState& m_state;
    SmallPictures* m_pictures;
    ClerkStep m_step = ClerkStep::Idle;
    ClerkEnd m_end = ClerkEnd::None;
    JobView m_view;
    record::Verdict m_refusal;
    std::optional<record::Fault> m_trouble;
    QString m_pendingBecause;
    bool m_pinNeeded = false;
    std::set<std::string> m_seen; // capture ids
    int m_round = 0;              // answers to a job that was cleared away are not shown
};

// One act on the job in view: afterwards the job stands at `then`, or, after a fault or a refusal,
// where it stood before.
template <typename Act>
void ClerkJob::run(ClerkStep meanwhile, ClerkStep then, Act act) {
    const ClerkStep before = m_step;
    const int round = m_round;
    m_state.sayNothing();
    setStep(meanwhile);
    m_state.thread().ask(
        this, std::move(act),
        [this, before, then, round](const Step& step) {
            if (round == m_round) {
                take(step, step.verdict.permitted() ? then : before);
            }
        },
        [this, before, round](const record::Fault& fault) {
            if (round == m_round) {
                m_state.sayFault(fault);
                setStep(before);
            }
        });
}

} // namespace seihon::station_ui
