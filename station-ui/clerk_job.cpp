#include "station-ui/clerk_job.h"

#include "station/film_desk.h"
#include "station/init.h"
#include "station/page_order.h"
#include "station/people.h"

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr std::int64_t kLiveBox = 900;

} // namespace

ClerkJob::ClerkJob(WindowState& state, QObject* parent)
    : QObject(parent), m_state(state), m_pictures(new SmallPictures(state.thread(), this)) {
}

void ClerkJob::setStep(ClerkStep step) {
    m_step = step;
    emit changed();
}

void ClerkJob::see(const PageView& page) {
    m_seen.insert(page.captureId);
}

std::size_t ClerkJob::unseen() const {
    return static_cast<std::size_t>(
        std::count_if(m_view.pages.begin(), m_view.pages.end(),
                      [this](const auto& page) { return !seen(page); }));
}

void ClerkJob::take(const Step& step, ClerkStep then) {
    m_view = step.view;
    m_refusal = step.verdict.permitted() ? record::Verdict() : step.verdict;
    m_end = step.end;
    m_pendingBecause = step.pendingBecause;
    if (!m_refusal.findings.empty()) {
        sayRefused(m_refusal);
    }
    setStep(then);
}

void ClerkJob::sayRefused(const record::Verdict& verdict) {
    m_state.say(Tone::Careful, [this, verdict] {
        return "<b>" + m_state.word(Word::Refused) + "</b><br>" + m_state.sentencesHtml(verdict);
    });
}

// While paper is fed nothing else is written: the picture comes from the page's master.
std::function<void(const record::Page&)> ClerkJob::liveView(Desk& desk, QPointer<ClerkJob> self,
                                                            const record::ScanJob& job) {
    return [&desk, self, job](const record::Page& page) {
        PageView view = viewOf(page);
        view.live = imageOf(desk.station->viewPage(job, page, kLiveBox, kLiveBox));
        desk.tell([self, view, small = SmallPictures::shrunk(view.live)] {
            if (self && self->m_step == ClerkStep::Scanning) {
                self->m_pictures->keep(view.captureId, small);
                emit self->pageArrived(view);
            }
        });
    };
}

template <typename Act>
void ClerkJob::feed(const std::shared_ptr<const std::string>& job, Act act) {
    m_state.sayNothing();
    setStep(ClerkStep::Scanning);
    const int round = m_round;
    m_state.thread().ask(
        this, std::move(act),
        [this, round](const Step& step) {
            if (round == m_round) {
                scanned(step);
            }
        },
        [this, round, job](const record::Fault& fault) {
            if (round == m_round) {
                broken(fault, *job);
            }
        });
}

void ClerkJob::start(const IntakeForm& form) {
    clear();
    m_view.original.documentClass = form.documentClass.toStdString();
    m_view.original.patient = {form.patientId.toStdString(), form.patientName.toStdString()};
    m_view.counts.declared = form.sheets;
    const auto opened = std::make_shared<std::string>(); // the job, once there is one
    feed(opened, [form, opened, self = QPointer<ClerkJob>(this),
                  control = m_state.thread().beginRun()](Desk& desk) {
        const station::Session& session = desk.identified();
        station::Station& station = *desk.station;
        station::Outcome step = station.registerOriginal(session, {originalOf(form)});
        *opened = step.job.id;
        if (step.verdict.permitted()) {
            // A closed window is told at sealing; it never blocks scanning [B6].
            step = station.open(session, *opened);
            step = station.prepare(session, *opened, {form.sheets, form.attested, kBy});
        }
        const OrderEnd order =
            step.verdict.permitted() ? pickOrderOf(desk, *opened, form) : OrderEnd();
        if (step.verdict.permitted()) {
            step = station.scan(session, *opened, {}, liveView(desk, self, step.job), control);
        }
        return Step{viewOf(station, &session, step.job), step.verdict, {}, {}, {}, order};
    });
}

void ClerkJob::scanOn(const record::FeedWish& wish) {
    m_trouble.reset();
    feed(std::make_shared<const std::string>(m_view.id),
         [id = m_view.id, wish, self = QPointer<ClerkJob>(this),
          control = m_state.thread().beginRun()](Desk& desk) {
             const station::Session& session = desk.identified();
             station::ScanRequest request;
             request.wish = wish;
             const station::Outcome step = desk.station->scan(
                 session, id, request, liveView(desk, self, desk.station->job(id)), control);
             return Step{viewOf(*desk.station, &session, step.job), step.verdict, {}, {}};
         });
}

void ClerkJob::scanned(const Step& step) {
    m_trouble.reset();
    Step told = step;
    if (!step.view.pages.empty()) {
        told.verdict = {}; // what the checks found stands at its page, and asks a person
    }
    take(told, step.view.pages.empty() ? ClerkStep::Idle : ClerkStep::Checking);
    if (!step.order.good()) {
        m_state.say(Tone::Careful, [this, end = step.order] { return notOrdered(end); });
    }
}

// What was kept is shown, and the fault says which sheets go back.
void ClerkJob::broken(const record::Fault& fault, const std::string& job) {
    m_trouble = fault;
    m_state.sayFault(fault);
    if (job.empty()) {
        return setStep(ClerkStep::Idle);
    }
    const int round = m_round;
    m_state.thread().ask(
        this,
        [job](Desk& desk) {
            const station::Session* session = desk.session ? &*desk.session : nullptr;
            return Step{viewOf(*desk.station, session, desk.station->job(job)), {}, {}, {}};
        },
        [this, round](const Step& step) {
            if (round == m_round) {
                take(step, ClerkStep::Checking);
            }
        });
}

// A run whose program was killed never told its end: the verb says so once, names what goes back
// into the tray, and feeds nothing.
std::optional<record::Fault> ClerkJob::tellLostRun(Desk& desk, const std::string& id) {
    try {
        desk.station->scan(desk.identified(), id, {}, {}, {});
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::ScanRunLost) {
            throw;
        }
        return fault;
    }
    return std::nullopt;
}

void ClerkJob::resume(const QString& job) {
    clear();
    const int round = m_round;
    m_state.thread().ask(
        this,
        [id = job.toStdString()](Desk& desk) {
            const station::Session& session = desk.identified();
            station::Station& station = *desk.station;
            station::People people(station);
            station::Outcome found{station.job(id), {}};
            found.verdict = people.judgeLook(desk.viewer(), regulation::Authority::ViewRecord, {});
            if (!found.verdict.permitted()) {
                found.job.pages.clear();
                return Step{viewOf(station, &session, found.job), found.verdict, {}, {}};
            }
            people.sawJob(desk.viewer(), id); // seeing is an act [F5]
            if (found.job.state == record::JobState::Registered) {
                found = station.open(session, id);
            }
            std::optional<record::Fault> lost;
            if (found.job.run && found.job.run->source != record::PaperSource::Folder &&
                !record::sheetsToPutBack(*found.job.run).empty()) {
                lost = tellLostRun(desk, id);
                found.job = station.job(id);
            }
            return Step{viewOf(station, &session, found.job), found.verdict, {}, {}, lost};
        },
        [this, round](const Step& step) {
            if (round != m_round) {
                return;
            }
            m_trouble = step.lost;
            if (step.lost) {
                m_state.sayFault(*step.lost);
            }
            using enum record::JobState;
            const record::JobState state = step.view.state;
            take(step, state == Open                             ? ClerkStep::Checking
                       : state == Submitted || state == Accepted ? ClerkStep::Confirming
                       : state == SealingPending                 ? ClerkStep::Confirming
                                                                 : ClerkStep::Idle);
            if (state == Open && !step.view.prepared) {
                emit preparationWanted();
            }
        });
}

void ClerkJob::prepare(int sheets, bool attested) {
    feed(std::make_shared<const std::string>(m_view.id),
         [id = m_view.id, sheets, attested, self = QPointer<ClerkJob>(this),
          control = m_state.thread().beginRun()](Desk& desk) {
             const station::Session& session = desk.identified();
             station::Outcome step = desk.station->prepare(session, id, {sheets, attested, kBy});
             if (step.verdict.permitted()) {
                 step =
                     desk.station->scan(session, id, {}, liveView(desk, self, step.job), control);
             }
             return Step{viewOf(*desk.station, &session, step.job), step.verdict, {}, {}};
         });
}

template <typename Verb>
void ClerkJob::correct(Verb verb) {
    run(ClerkStep::Checking, ClerkStep::Checking, [id = m_view.id, verb](Desk& desk) {
        const station::Session& session = desk.identified();
        const station::Outcome step = verb(*desk.station, session, id);
        return Step{viewOf(*desk.station, &session, step.job), step.verdict, {}, {}};
    });
}

void ClerkJob::mark(std::int64_t page, record::PageMark mark, const QString& reason) {
    correct([page, mark, why = reason.toStdString()](auto& station, const auto& session,
                                                     const std::string& id) {
        return station.markPage(session, id, page, mark, why);
    });
}

void ClerkJob::setAside(std::int64_t page, const QString& reason) {
    correct([page, why = reason.toStdString()](auto& station, const auto& session,
                                               const std::string& id) {
        return station.setSheetAside(session, id, page, why);
    });
}

void ClerkJob::recount(int sheets, const QString& reason) {
    correct([sheets, why = reason.toStdString()](auto& station, const auto& session,
                                                 const std::string& id) {
        return station.recount(session, id, sheets, why);
    });
}

void ClerkJob::moveSheet(std::int64_t page, std::int64_t after, const QString& reason) {
    correct([page, after, why = reason.toStdString()](auto& station, const auto& session,
                                                      const std::string& id) {
        return station::moveSheet(station, session, id, page, after, why);
    });
}

void ClerkJob::turnPage(std::int64_t page, int degrees) {
    correct([page, degrees](auto& station, const auto& session, const std::string& id) {
        return station::turnPage(station, session, id, page, degrees);
    });
}

void ClerkJob::attestFilmSide(record::FilmSide answer, const std::string& reason) {
    correct([answer, reason](auto& station, const auto& session, const std::string& id) {
        return station::FilmDesk(station).attestSide(session, id, answer, reason);
    });
}

void ClerkJob::pickOrder(const station::WorklistRow& row, const std::string& reason) {
    correct([row, reason](auto& station, const auto& session, const std::string& id) {
        return station::Worklist(station).pick(session, id, row, reason);
    });
}

void ClerkJob::dropOrder() {
    correct([](auto& station, const auto& session, const std::string& id) {
        return station::Worklist(station).drop(session, id);
    });
}

void ClerkJob::compare(const QString& asOnPaper) {
    run(ClerkStep::Checking, ClerkStep::Confirming,
        [id = m_view.id, why = asOnPaper.toStdString()](Desk& desk) {
            const station::Session& session = desk.identified();
            const station::Outcome step =
                desk.station->compare(session, id, {why.empty(), why, kBy});
            return Step{viewOf(*desk.station, &session, step.job), step.verdict, {}, {}};
        });
}

void ClerkJob::backToChecking() {
    if (m_step == ClerkStep::Confirming && m_view.state == record::JobState::Open) {
        setStep(ClerkStep::Checking);
    }
}

// Submits what is open; seals where this person may; else it waits for somebody who may.
ClerkJob::Step ClerkJob::finishThere(Desk& desk, const std::string& id) {
    const station::Session& session = desk.identified();
    station::Station& station = *desk.station;
    station::Outcome step{station.job(id), {}};
    if (step.job.state == record::JobState::Open) {
        step = station.submit(session, id);
    }
    Step result{{}, step.verdict, ClerkEnd::None, {}};
    if (step.verdict.permitted() &&
        !station.allowed(session, step.job).contains(regulation::Authority::Seal)) {
        result.end = ClerkEnd::HandedOver;
    } else if (step.verdict.permitted()) {
        const station::SealOutcome sealed = station.seal(session, id);
        result.verdict = sealed.verdict;
        result.pendingBecause = text(sealed.pendingBecause);
        result.end = sealed.job.sealed                ? ClerkEnd::Sealed
                     : !sealed.pendingBecause.empty() ? ClerkEnd::Pending
                                                      : ClerkEnd::None;
    }
    result.view = viewOf(station, &session, station.job(id));
    return result;
}

void ClerkJob::finish() {
    m_pinNeeded = false;
    m_state.sayNothing();
    setStep(ClerkStep::Sealing);
    const int round = m_round;
    m_state.thread().ask(
        this, [id = m_view.id](Desk& desk) { return finishThere(desk, id); },
        [this, round](const Step& step) {
            if (round == m_round) {
                finished(step);
            }
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                m_pinNeeded = isAboutThePin(fault.kind);
                m_state.sayFault(fault);
                setStep(ClerkStep::Confirming);
            }
        });
}

void ClerkJob::finished(const Step& step) {
    take(step, step.end == ClerkEnd::None ? ClerkStep::Confirming : ClerkStep::Done);
}

// A wrong PIN costs a try of the card, and nothing of the job that is in hand.
void ClerkJob::finishWithPin(const QString& pin) {
    if (!m_state.person()) {
        return;
    }
    const int round = m_round;
    m_state.pinAgain(
        pin,
        [this, round] {
            if (round == m_round) {
                finish();
            }
        },
        [this, round](const record::Fault& fault) {
            m_state.sayFault(fault);
            if (round == m_round) {
                m_pinNeeded = true;
                emit changed();
            }
        });
}

void ClerkJob::layDemoPaper() {
    m_state.thread().ask(
        this, [](Desk& desk) { station::laySamplePages(desk.station->home()); },
        [this] { m_state.say(Tone::Plain, [this] { return m_state.word(Word::DemoPaperLies); }); });
}

void ClerkJob::clear() {
    ++m_round;
    m_view = {};
    m_pictures->clear();
    m_refusal = {};
    m_trouble.reset();
    m_pendingBecause.clear();
    m_seen.clear();
    m_end = ClerkEnd::None;
    m_pinNeeded = false;
    setStep(ClerkStep::Idle);
}

} // namespace seihon::station_ui
