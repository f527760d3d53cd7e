#include "station-ui/station_worker.h"

#include "record/fault.h"
#include "station-ui/words.h"
#include "station/init.h"
#include "station/people.h"
#include "station/station.h"

namespace seihon::station_ui {

namespace {

constexpr std::int64_t kThumbnailBox = 900;
constexpr int kThumbnailLevel = 2; // of the kept views: 1024 pixels
constexpr std::int64_t kJobsShown = 200;

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString escaped(const std::string& utf8) {
    return text(utf8).toHtmlEscaped();
}

QImage imageOf(const record::PageImage& page) {
    const QImage view(page.bytes.data(), static_cast<int>(page.width),
                      static_cast<int>(page.height), static_cast<qsizetype>(page.stride),
                      QImage::Format_RGB888);
    return view.copy(); // the page's own bytes end with it
}

// Takes the text out of the field's hands.
station::Pin secretOf(QString& field) {
    QByteArray bytes = field.toUtf8();
    station::Pin secret(std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())));
    bytes.fill('\0');
    field.fill(QChar(0));
    return secret;
}

QString sentencesHtml(const record::Verdict& verdict, record::Language language) {
    QString html;
    for (const record::Finding& finding : verdict.findings) {
        if (finding.severity != record::Severity::Note) {
            html += "<br>" + escaped(record::sentenceOf(finding, language));
        }
    }
    return html;
}

} // namespace

struct StationWorker::State {
    QString home;
    record::Language language;
    std::unique_ptr<station::Station> station;
    std::optional<station::Session> session;

    const station::Session& identified() const {
        if (!session) {
            throw record::Fault(record::FaultKind::LoginRefused, "nobody is logged in");
        }
        return *session;
    }

    // While paper is fed, the page is shown from its master and nothing else is written.
    PageRow rowWhileFeeding(const record::ScanJob& job, const record::Page& page) const {
        return rowWith(station->viewPage(job, page, kThumbnailBox, kThumbnailBox), page);
    }
    PageRow row(const record::ScanJob& job, const record::Page& page) const {
        return rowWith(station->view(job, page, kThumbnailLevel), page);
    }
    PageRow rowWith(const record::PageImage& view, const record::Page& page) const {
        PageRow row;
        row.thumbnail = imageOf(view);
        row.caption = QString::number(page.number);
        const record::Verdict verdict = record::findingsOf(page);
        for (const record::Finding& finding : verdict.findings) {
            if (finding.severity != record::Severity::Note) {
                row.flagged = true;
                row.caption += "\n" + text(record::sentenceOf(finding, language));
            }
        }
        return row;
    }
};

StationWorker::StationWorker(QString home, record::Language language)
    : m_state(std::make_unique<State>()) {
    m_state->home = std::move(home);
    m_state->language = language;
}

StationWorker::~StationWorker() = default;

void StationWorker::requestStop() {
    if (!m_stop.request_stop()) { // the second time
        m_cancel.request_stop();
    }
}

// Every act ends in a signal, whatever happens: the window never waits for an answer that does not
// come.
template <typename Act>
void StationWorker::guarded(Act&& act) {
    emit busy(true);
    try {
        act();
    } catch (const record::Fault& fault) {
        const record::FaultText words = record::textOf(fault, m_state->language);
        const record::Language language = m_state->language;
        emit faulted("<b>" + word(Word::WhatHappened, language) + "</b>" + escaped(words.what) +
                     "<br><b>" + word(Word::WhatIsSafe, language) + "</b>" + escaped(words.safe) +
                     "<br><b>" + word(Word::WhatToDo, language) + "</b>" + escaped(words.todo));
    } catch (const std::exception& error) {
        emit faulted(escaped(error.what()));
    }
    emit busy(false);
}

void StationWorker::publishJobs() {
    QVector<JobRow> rows;
    for (const record::ScanJob& job : m_state->station->jobs(kJobsShown)) {
        rows.push_back({text(job.id), text(job.original.documentClass),
                        text(record::wordFor(job.state, m_state->language)),
                        QString("%1 / %2").arg(job.sheetsFed).arg(job.original.sheets)});
    }
    emit jobsChanged(rows);
}

void StationWorker::start() {
    guarded([this] {
        m_state->station = std::make_unique<station::Station>(m_state->home.toStdString());
        QVector<ClassRow> classes;
        for (const auto& [id, documentClass] : m_state->station->regulation().classes) {
            if (documentClass.purpose != regulation::ClassPurpose::OutOfScope) {
                classes.push_back({text(id), text(m_state->language == record::Language::Japanese
                                                      ? documentClass.nameJa
                                                      : documentClass.nameEn)});
            }
        }
        emit started(classes, m_state->station->config().demo);
        emit idleLimitKnown(
            static_cast<int>(m_state->station->regulation().people.idleLock.count()));
        publishJobs();
    });
}

void StationWorker::login(QString user, QString pin, QString code) {
    guarded([&] {
        const bool byPassword = !code.isEmpty();
        station::Pin secret = secretOf(pin);
        station::Pin second = secretOf(code);
        m_state->session.reset();
        m_state->session =
            byPassword
                ? station::People(*m_state->station)
                      .loginByPassword(user.toStdString(), std::move(secret), std::move(second))
                : m_state->station->login(user.toStdString(), std::move(secret));
        emit loggedIn(text(m_state->session->person.name));
    });
}

void StationWorker::logout() {
    m_state->session.reset(); // with the PIN that was kept
}

void StationWorker::refused(const record::Verdict& verdict) {
    emit finished("<b>" + word(Word::Refused, m_state->language) + "</b>" +
                      sentencesHtml(verdict, m_state->language),
                  false);
}

void StationWorker::scan(IntakeForm form) {
    m_stop = std::stop_source();
    m_cancel = std::stop_source();
    guarded([&] {
        const station::Session& session = m_state->identified();
        station::Station& station = *m_state->station;
        record::Original original;
        original.documentClass = form.documentClass.toStdString();
        original.patient = {form.patientId.toStdString(), form.patientName.toStdString()};
        original.receivedAt = record::readClock();
        original.createdAt = original.receivedAt;
        original.evidence = record::ReceptionEvidence::CounterRegistration;
        original.sheets = form.sheets;
        original.duplex = form.duplex;
        emit pagesCleared();
        station::Outcome step = station.registerOriginal(session, {original});
        const std::string job = step.job.id;
        if (step.verdict.permitted()) {
            // A closed window is told at sealing; it never blocks scanning [B6].
            step = station.open(session, job);
            step = station.prepare(session, job, {form.sheets, form.attested, "screen"});
        }
        if (!step.verdict.permitted()) {
            return refused(step.verdict);
        }
        const record::ScanJob open =
            step.job; // pages are shown from their capture files while it is open
        step = station.scan(
            session, job, {},
            [&](const record::Page& page) { emit pageSeen(m_state->rowWhileFeeding(open, page)); },
            {m_stop.get_token(), m_cancel.get_token()});
        if (step.job.pages.empty()) {
            return refused(step.verdict);
        }
        emit awaitsComparison(text(job));
    });
    if (m_state->station) {
        publishJobs();
    }
}

void StationWorker::sealCompared(QString job) {
    guarded([&] {
        const station::Session& session = m_state->identified();
        station::Station& station = *m_state->station;
        const record::Language language = m_state->language;
        const std::string id = job.toStdString();
        station::Outcome step = station.compare(session, id, {true, {}, "screen"});
        if (step.verdict.permitted()) {
            step = station.submit(session, id);
        }
        if (!step.verdict.permitted()) {
            return refused(step.verdict);
        }
        const station::SealOutcome outcome = station.seal(session, id);
        if (outcome.job.sealed) {
            emit finished(word(Word::Sealed, language) +
                              text(record::formatLocal(outcome.job.sealed->provenAt,
                                                       station.regulation().calendar.utcOffset)) +
                              "<br><small>" + text(outcome.job.sealed->recordId) + "</small>",
                          true);
        } else if (!outcome.pendingBecause.empty()) {
            emit finished(word(Word::Pending, language) + escaped(outcome.pendingBecause), false);
        } else {
            refused(outcome.verdict);
        }
    });
    if (m_state->station) {
        publishJobs();
    }
}

void StationWorker::showJob(QString id) {
    guarded([&] {
        emit pagesCleared();
        const record::ScanJob job = m_state->station->job(id.toStdString());
        const station::Viewer viewer =
            m_state->session ? station::Viewer(*m_state->session) : station::Viewer("");
        station::People people(*m_state->station);
        if (const record::Verdict may =
                people.judgeLook(viewer, regulation::Authority::ViewRecord, {});
            !may.permitted()) {
            return refused(may);
        }
        people.sawJob(viewer, job.id); // seeing is an act [F5]
        for (const record::Page& page : job.pages) {
            emit pageSeen(m_state->row(job, page));
        }
    });
}

void StationWorker::layDemoPaper() {
    guarded([&] { station::laySamplePages(m_state->station->home()); });
}

} // namespace seihon::station_ui
