// The clerk's job before any page of it is scanned: whose paper it is, and which job.
#include "station-ui/clerk_job.h"
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
            return desk.station->registerOriginal(desk.identified(), {originalOf(form)});
        },
        [this](const station::Outcome& outcome) {
            if (!outcome.verdict.permitted()) {
                return sayRefused(outcome.verdict);
            }
            m_state.say(Tone::Good, [this, id = text(outcome.job.id)] {
                return m_state.word(Word::Registered) + "<br>" + id.toHtmlEscaped();
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
    request.reason = who.differs.toStdString();
    request.answer = request.reason.empty() ? regulation::PatientAnswer::Same
                                            : regulation::PatientAnswer::Differs;
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
