#include "station-ui/station_worker.h"

#include "record/fault.h"
#include "station-ui/words.h"
#include "station/init.h"
#include "station/station.h"

namespace seihon::station_ui {

namespace {

constexpr std::int64_t kThumbnailBox = 900;
constexpr std::int64_t kJobsShown = 200;

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString escaped(const std::string& utf8) {
    return text(utf8).toHtmlEscaped();
}

QImage imageOf(const record::PageImage& page) {
    const QImage view(page.bytes.data(), static_cast<int>(page.width), static_cast<int>(page.height),
                      static_cast<qsizetype>(page.stride), QImage::Format_RGB888);
    return view.copy(); // the page's own bytes end with it
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

    PageRow row(const record::ScanJob& job, const record::Page& page) const {
        PageRow row;
        row.thumbnail = imageOf(station->viewPage(job, page, kThumbnailBox, kThumbnailBox));
        row.caption = QString::number(page.number);
        for (const record::Finding& finding : page.verdict.findings) {
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
    m_stop.request_stop();
}

// Every act ends in a signal, whatever happens: the window never waits for an answer that does not come.
template <typename Act>
void StationWorker::guarded(Act&& act) {
    emit busy(true);
    try {
        act();
    } catch (const record::Fault& fault) {
        const record::FaultText words = record::textOf(fault, m_state->language);
        const record::Language language = m_state->language;
        emit faulted("<b>" + word(Word::WhatHappened, language) + "</b>" + escaped(words.what) + "<br><b>" +
                     word(Word::WhatIsSafe, language) + "</b>" + escaped(words.safe) + "<br><b>" +
                     word(Word::WhatToDo, language) + "</b>" + escaped(words.todo));
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
        publishJobs();
    });
}

void StationWorker::login(QString user, QString pin) {
    guarded([&] {
        QByteArray bytes = pin.toUtf8();
        station::Pin secret(std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())));
        bytes.fill('\0');
        pin.fill(QChar(0));
        m_state->session.reset();
        m_state->session = m_state->station->login(user.toStdString(), std::move(secret));
        emit loggedIn(text(m_state->session->person.name));
    });
}

void StationWorker::intake(IntakeForm form) {
    m_stop = std::stop_source();
    guarded([&] {
        if (!m_state->session) {
            throw record::Fault(record::FaultKind::LoginRefused, "log in first");
        }
        station::IntakeRequest request;
        request.original.documentClass = form.documentClass.toStdString();
        request.original.patient = {form.patientId.toStdString(), form.patientName.toStdString()};
        request.original.receivedAt = record::readClock();
        request.original.createdAt = request.original.receivedAt;
        request.original.evidence = record::ReceptionEvidence::CounterRegistration;
        request.original.sheets = form.sheets;
        request.original.duplex = form.duplex;
        request.attestComplete = form.attested;
        request.by = "screen";
        emit pagesCleared();
        record::ScanJob unsealed; // pages are shown from their capture files while the job is open
        const auto seen = [&](const record::Page& page) {
            unsealed.id = m_state->station->jobs(1).front().id;
            emit pageSeen(m_state->row(unsealed, page));
        };
        const station::SealOutcome outcome =
            m_state->station->intake(*m_state->session, request, seen, m_stop.get_token());
        const record::Language language = m_state->language;
        QString html;
        if (outcome.job.sealed) {
            html = word(Word::Sealed, language) +
                   text(record::formatLocal(outcome.job.sealed->provenAt,
                                            m_state->station->regulation().calendar.utcOffset)) +
                   "<br><small>" + text(outcome.job.sealed->recordId) + "</small>";
        } else if (!outcome.pendingBecause.empty()) {
            html = word(Word::Pending, language) + escaped(outcome.pendingBecause);
        } else {
            html = "<b>" + word(Word::Refused, language) + "</b>" + sentencesHtml(outcome.verdict, language);
        }
        emit finished(html, outcome.job.sealed.has_value());
    });
    if (m_state->station) {
        publishJobs();
    }
}

void StationWorker::showJob(QString id) {
    guarded([&] {
        emit pagesCleared();
        const record::ScanJob job = m_state->station->job(id.toStdString());
        for (const record::Page& page : job.pages) {
            emit pageSeen(m_state->row(job, page));
        }
    });
}

void StationWorker::layDemoPaper() {
    guarded([&] { station::laySamplePages(m_state->station->home()); });
}

} // namespace seihon::station_ui
