// The clerk's job before any page of it is scanned: whose paper it is, and which job.
#include "station-ui/clerk_job.h"
#include "station-ui/order_words.h"
#include "station/cover_desk.h"
#include "station/patient_desk.h"

namespace seihon::station_ui {

// Here and now, or as the person says that it is known.
record::Original ClerkJob::originalOf(const IntakeForm& form) {
    record::Original original;
    original.documentClass = form.documentClass.toStdString();
    original.patient = {form.patientId.toStdString(), form.patientName.toStdString()};
    original.receivedAt = form.receivedAt ? *form.receivedAt : record::readClock();
    original.createdAt = original.receivedAt;
    original.evidence = form.evidence;
    original.sheets = form.sheets;
    original.duplex = form.duplex;
    original.provisional = form.provisional;
    original.label = form.label;
    return original;
}

// Whatever keeps it from being noted keeps no paper from being fed: it can be picked again.
ClerkJob::OrderEnd ClerkJob::pickOrderOf(Desk& desk, const std::string& job,
                                         const IntakeForm& form) {
    if (!form.order) {
        return {};
    }
    try {
        station::Worklist worklist(*desk.station);
        return {worklist.pick(desk.identified(), job, *form.order, form.orderReason).verdict, {}};
    } catch (const record::Fault& fault) {
        return {{}, fault};
    }
}

QString ClerkJob::notOrdered(const OrderEnd& end) const {
    return "<b>" + word(OrderWord::NotPicked, m_state.language()) + "</b><br>" +
           (end.fault ? m_state.faultHtml(*end.fault) : m_state.sentencesHtml(end.verdict));
}

void ClerkJob::lookUpPatient(const QString& id) {
    m_state.thread().ask(
        this,
        [id = id.toStdString()](Desk& desk) {
            const station::PatientLookup found =
                station::PatientDesk(*desk.station).look(desk.identified(), id);
            PatientAnswerHere answer;
            answer.verdict = found.verdict;
            answer.found = found.found.has_value();
            if (found.found) {
                answer.id = text(found.found->id);
                answer.name = text(found.found->name);
                answer.kana = text(found.found->kana);
                answer.birthDate = text(found.found->birthDate);
            }
            return answer;
        },
        [this](const PatientAnswerHere& answer) { emit patientKnown(answer); });
}

void ClerkJob::registerOnly(const IntakeForm& form) {
    m_state.sayNothing();
    m_state.thread().ask(
        this,
        [form](Desk& desk) {
            const station::Outcome made =
                desk.station->registerOriginal(desk.identified(), {originalOf(form)});
            return std::pair(made, made.verdict.permitted() ? pickOrderOf(desk, made.job.id, form)
                                                            : OrderEnd());
        },
        [this](const std::pair<station::Outcome, OrderEnd>& done) {
            const station::Outcome& outcome = done.first;
            if (!outcome.verdict.permitted()) {
                return sayRefused(outcome.verdict);
            }
            m_state.say(done.second.good() ? Tone::Good : Tone::Careful,
                        [this, id = text(outcome.job.id), order = done.second] {
                            return m_state.word(Word::Registered) + "<br>" + id.toHtmlEscaped() +
                                   (order.good() ? QString() : "<br>" + notOrdered(order));
                        });
            emit registered(text(outcome.job.id));
        });
}

void ClerkJob::readCover() {
    m_state.sayNothing();
    m_state.thread().ask(
        this,
        [control = m_state.thread().beginRun()](Desk& desk) {
            return station::CoverDesk(*desk.station).read(desk.identified(), {}, control);
        },
        [this](const station::CoverReading& cover) {
            if (cover.verdict.permitted() && !cover.job.empty()) {
                resume(text(cover.job));
            } else {
                sayRefused(cover.verdict);
            }
        });
}

void ClerkJob::openLabel(std::int64_t label) {
    m_state.sayNothing();
    m_state.thread().ask(
        this, [label](Desk& desk) { return station::CoverDesk(*desk.station).jobOfLabel(label); },
        [this](const std::string& job) {
            if (!job.empty()) {
                return resume(text(job));
            }
            m_state.say(Tone::Careful, [this] { return m_state.word(Word::NoSuchLabel); });
        });
}

void ClerkJob::identify(const Identification& who) {
    station::IdentifyRequest request;
    request.patient = {who.id.toStdString(), who.name.toStdString()};
    request.answer =
        who.same ? regulation::PatientAnswer::Same : regulation::PatientAnswer::Differs;
    request.reason = who.same ? std::string() : who.differs.toStdString();
    request.by = kBy;
    m_state.sayNothing();
    const int round = m_round;
    m_state.thread().ask(
        this,
        [id = m_view.id, request](Desk& desk) {
            const station::Session& session = desk.identified();
            const station::Outcome step =
                station::PatientDesk(*desk.station).identify(session, id, request);
            return Step{viewOf(*desk.station, &session, step.job), step.verdict, {}, {}};
        },
        [this, round](const Step& step) {
            if (round != m_round) {
                return;
            }
            take(step, m_step);
            if (step.verdict.permitted()) {
                m_state.say(Tone::Good, [this, verdict = step.verdict] {
                    return m_state.word(Word::IdentifiedNow) + "<br>" +
                           m_state.sentencesHtml(verdict); // somebody else still has to confirm
                });
                emit identified();
            }
        });
}

} // namespace seihon::station_ui
