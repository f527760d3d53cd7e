#include "station-ui/batch_work.h"

#include "station-ui/box_texts.h"

namespace seihon::station_ui {

namespace {

constexpr std::int64_t kPictureBox = 220;
constexpr const char* kSaidBy = "screen";
constexpr std::int64_t kMicrometres = 1000; // a millimetre
constexpr std::size_t kRefusalsSaid = 3;

bool asksForThePin(record::FaultKind kind) {
    using enum record::FaultKind;
    return kind == PinMissing || kind == PinWrong || kind == PinExpired || kind == LoginRefused ||
           kind == PinLastTry || kind == TokenAbsent;
}

BatchTick tickOf(const Desk& desk, const station::BatchProgress& now) {
    BatchTick tick{{now.at.folder, now.at.tab}, now.sheet, now.sheets, now.pages, now.pace, {}};
    if (now.job != nullptr) {
        const std::size_t pages = now.job->pages.size();
        const auto fresh = static_cast<std::size_t>(now.newPages);
        for (std::size_t i = pages - std::min(pages, fresh); i < pages; ++i) {
            const record::Page& page = now.job->pages[i];
            tick.views.push_back(viewOf(page));
            tick.views.back().live =
                imageOf(desk.station->viewPage(*now.job, page, kPictureBox, kPictureBox));
        }
    }
    return tick;
}

station::BatchRequest requestOf(const std::string& box, const BatchForm& form) {
    station::BatchRequest request;
    request.box = box;
    request.attestComplete = form.attested;
    request.by = kSaidBy;
    request.goesOn = form.goesOn;
    if (form.widthMm > 0) {
        request.areaWidthMicrometres = form.widthMm * kMicrometres;
    }
    if (form.heightMm > 0) {
        request.areaHeightMicrometres = form.heightMm * kMicrometres;
    }
    return request;
}

} // namespace

BatchWork::BatchWork(WindowState& state, BoxBoard& board, QObject* parent)
    : QObject(parent), m_state(state), m_board(board) {
    connect(&state, &WindowState::personChanged, this, [this] {
        if (!m_state.person()) {
            clear(); // what is fed goes on to its end; nobody sees it
        }
    });
    connect(&board, &BoxBoard::boxChanged, this, [this] {
        const std::string box = m_board.box() ? m_board.box()->id : std::string();
        if (box != m_jobsOf) {
            m_jobsOf = box;
            m_jobs.clear();
            m_tick.reset();
            m_pinNeeded = false;
            readJobs();
        }
        emit changed();
    });
}

void BatchWork::readJobs() {
    if (!m_board.box()) {
        return;
    }
    const int round = m_round;
    m_state.thread().look(
        this,
        [box = m_board.box()->id](Desk& desk) {
            return station::BatchDesk(*desk.station).tabJobs(box);
        },
        [this, round, box = m_board.box()->id](const std::vector<station::TabJob>& jobs) {
            if (round == m_round && box == m_jobsOf) {
                m_jobs = jobs;
                emit changed();
            }
        });
}

void BatchWork::feed(const BatchForm& form) {
    if (!m_board.box() || m_state.thread().busy()) {
        return;
    }
    m_feeding = true;
    m_tick.reset();
    m_state.sayNothing();
    emit changed();
    const int round = m_round;
    m_state.thread().ask(
        this,
        [request = requestOf(m_board.box()->id, form), self = QPointer<BatchWork>(this), round,
         control = m_state.thread().beginRun()](Desk& desk) {
            const auto seen = [&desk, self, round](const station::BatchProgress& now) {
                desk.tell([self, round, tick = tickOf(desk, now)] {
                    if (self && self->m_round == round) {
                        self->m_tick = tick;
                        self->m_tick->views.clear(); // pictures belong to the page that shows them
                        emit self->ticked(tick);
                    }
                });
            };
            const station::BatchOutcome done =
                station::BatchFeed(*desk.station).scan(desk.identified(), request, seen, control);
            return BatchResult{done.sheets,   done.pages,  done.separators,
                               done.unplaced, done.unkept, done.verdict};
        },
        [this, round](const BatchResult& result) {
            if (round == m_round) {
                fed(result);
            }
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                m_state.sayFault(fault);
                ended();
            }
        });
}

void BatchWork::fed(const BatchResult& result) {
    m_state.say(result.verdict.permitted() ? Tone::Good : Tone::Careful, [this, result] {
        const record::Language language = m_state.language();
        const QString counts = boxWord(BoxWord::BatchEnded, language)
                                   .arg(result.sheets)
                                   .arg(result.pages)
                                   .arg(result.separators)
                                   .arg(result.unplaced);
        return result.verdict.permitted()
                   ? counts
                   : "<b>" + boxWord(BoxWord::BatchStopped, language).arg(result.unkept) +
                         "</b><br>" + m_state.sentencesHtml(result.verdict) + "<br>" + counts;
    });
    ended();
}

void BatchWork::ended() {
    m_feeding = false;
    emit changed();
    if (m_board.box()) {
        m_board.chooseBox(text(m_board.box()->id));
    }
    readJobs();
}

void BatchWork::submitCompared() {
    const int round = m_round;
    m_state.sayNothing();
    m_state.thread().ask(
        this,
        [box = m_board.box()->id](Desk& desk) {
            return station::BatchDesk(*desk.station).submitCompared(desk.identified(), box);
        },
        [this, round](const station::BatchSubmission& done) {
            if (round != m_round) {
                return;
            }
            m_state.say(done.refused.empty() ? Tone::Good : Tone::Careful, [this, done] {
                QString all = boxWord(BoxWord::SubmittedSo, m_state.language())
                                  .arg(done.submitted.size())
                                  .arg(done.refused.size());
                for (std::size_t i = 0; i < std::min(done.refused.size(), kRefusalsSaid); ++i) {
                    all += "<br>" + m_state.sentencesHtml(done.refused[i].second);
                }
                return all;
            });
            ended();
        });
}

void BatchWork::seal() {
    const int round = m_round;
    m_pinNeeded = false;
    m_state.sayNothing();
    emit changed();
    m_state.thread().ask(
        this,
        [box = m_board.box()->id](Desk& desk) {
            return station::sealBatch(*desk.station, desk.identified(), box);
        },
        [this, round](const station::BatchSealing& done) {
            if (round == m_round) {
                sealed(done);
            }
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                m_pinNeeded = asksForThePin(fault.kind);
                m_state.sayFault(fault);
                ended();
            }
        });
}

void BatchWork::sealed(const station::BatchSealing& done) {
    m_pinNeeded = done.left > 0;
    const bool whole = done.refused.empty() && done.pending.empty() && done.left == 0;
    m_state.say(whole ? Tone::Good : Tone::Careful, [this, done] {
        const record::Language language = m_state.language();
        QString all = boxWord(BoxWord::SealedSo, language)
                          .arg(done.sealed.size())
                          .arg(done.pending.size())
                          .arg(done.refused.size());
        if (done.left > 0) {
            all += "<br>" + boxWord(BoxWord::PinServed, language).arg(done.left);
        }
        for (std::size_t i = 0; i < std::min(done.refused.size(), kRefusalsSaid); ++i) {
            all += "<br>" + m_state.sentencesHtml(done.refused[i].second);
        }
        return all;
    });
    ended();
}

void BatchWork::sealWithPin(const QString& pin) {
    if (!m_state.person()) {
        return;
    }
    const auto waiting = std::make_shared<QMetaObject::Connection>();
    const auto failed = std::make_shared<QMetaObject::Connection>();
    const auto forget = [waiting, failed] {
        disconnect(*waiting);
        disconnect(*failed);
    };
    *waiting = connect(&m_state, &WindowState::personChanged, this, [this, forget] {
        forget();
        if (m_state.person() && m_board.box()) {
            seal();
        }
    });
    *failed = connect(&m_state, &WindowState::loginFailed, this, forget);
    m_state.login(m_state.person()->user, pin, {});
}

void BatchWork::clear() {
    ++m_round;
    m_feeding = m_pinNeeded = false;
    m_tick.reset();
    m_jobs.clear();
    m_jobsOf.clear();
    emit changed();
}

} // namespace seihon::station_ui
