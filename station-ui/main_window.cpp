#include "station-ui/main_window.h"

#include "station-ui/idle_watch.h"
#include "station-ui/intake_panel.h"
#include "station-ui/words.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTableWidget>
#include <QVBoxLayout>

#include <utility>

namespace seihon::station_ui {

namespace {
constexpr int kThumbnailSide = 300;
}

MainWindow::MainWindow(const QString& home, record::Language language)
    : m_language(language), m_worker(new StationWorker(home, language)),
      m_intake(new IntakePanel(language)), m_user(new QLineEdit("clerk")), m_pin(new QLineEdit),
      m_code(new QLineEdit), m_idle(new IdleWatch(this)), m_who(new QLabel),
      m_demo(new QLabel(word(Word::Demo, language))),
      m_message(new QLabel(word(Word::Ready, language))),
      m_stop(new QPushButton(word(Word::Stop, language))),
      m_seal(new QPushButton(word(Word::CompareAndSeal, language))), m_jobs(new QTableWidget(0, 3)),
      m_pages(new QListWidget) {
    setWindowTitle(word(Word::Title, language));
    resize(1280, 860);
    auto* middle = new QSplitter;
    middle->addWidget(leftColumn());
    middle->addWidget(pagesPanel());
    middle->setStretchFactor(1, 1);
    middle->setSizes({420, 860});
    auto* centre = new QWidget;
    auto* rows = new QVBoxLayout(centre);
    m_demo->setStyleSheet("background:#c62828;color:white;font-weight:bold;padding:4px");
    m_demo->setAlignment(Qt::AlignCenter);
    m_demo->setVisible(false);
    rows->addWidget(m_demo);
    rows->addWidget(middle, 1);
    setCentralWidget(centre);
    connectWorker();
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, &StationWorker::start);
}

MainWindow::~MainWindow() {
    m_worker->requestStop();
    m_thread.quit();
    m_thread.wait();
}

QWidget* MainWindow::loginPanel() {
    auto* panel = new QWidget;
    auto* row = new QHBoxLayout(panel);
    row->setContentsMargins(0, 0, 0, 0);
    auto* button = new QPushButton(word(Word::Login, m_language));
    m_user->setObjectName("user");
    m_pin->setObjectName("pin");
    button->setObjectName("login");
    m_user->setAccessibleName(word(Word::User, m_language));
    m_pin->setAccessibleName(word(Word::Pin, m_language));
    m_user->setPlaceholderText(word(Word::User, m_language));
    m_pin->setPlaceholderText(word(Word::Pin, m_language));
    m_pin->setEchoMode(QLineEdit::Password);
    m_code->setObjectName("code");
    m_code->setAccessibleName(word(Word::Code, m_language));
    m_code->setPlaceholderText(word(Word::Code, m_language));
    for (QWidget* field : std::initializer_list<QWidget*>{m_user, m_pin, m_code, button}) {
        field->setMinimumHeight(kTouchHeight);
        row->addWidget(field);
    }
    const auto login = [this] {
        const QString pin = m_pin->text();
        const QString code = m_code->text();
        m_pin->clear();
        m_code->clear();
        QMetaObject::invokeMethod(m_worker, [worker = m_worker, user = m_user->text(), pin, code] {
            worker->login(user, pin, code);
        });
    };
    connect(button, &QPushButton::clicked, this, login);
    connect(m_pin, &QLineEdit::returnPressed, this, login);
    connect(m_code, &QLineEdit::returnPressed, this, login);
    return panel;
}

QWidget* MainWindow::leftColumn() {
    auto* column = new QWidget;
    auto* rows = new QVBoxLayout(column);
    m_message->setObjectName("message");
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::RichText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_stop->setVisible(false);
    m_stop->setMinimumHeight(kTouchHeight);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_worker->requestStop(); });
    m_seal->setObjectName("seal");
    m_seal->setVisible(false);
    m_seal->setMinimumHeight(kTouchHeight);
    connect(m_seal, &QPushButton::clicked, this, [this] {
        const QString job = std::exchange(m_comparing, {});
        updateReady();
        QMetaObject::invokeMethod(m_worker,
                                  [worker = m_worker, job] { worker->sealCompared(job); });
    });
    m_jobs->setObjectName("jobs");
    m_jobs->setHorizontalHeaderLabels({word(Word::Class, m_language), word(Word::State, m_language),
                                       word(Word::SheetCount, m_language)});
    m_jobs->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_jobs->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_jobs->setSelectionBehavior(QAbstractItemView::SelectRows);
    connect(m_jobs, &QTableWidget::cellActivated, this, [this](int row, int) {
        const QString id = m_jobs->item(row, 0)->data(Qt::UserRole).toString();
        QMetaObject::invokeMethod(m_worker, [worker = m_worker, id] { worker->showJob(id); });
    });
    rows->addWidget(loginPanel());
    rows->addWidget(m_who);
    rows->addWidget(m_intake);
    rows->addWidget(m_message);
    rows->addWidget(m_stop);
    rows->addWidget(m_seal);
    rows->addWidget(new QLabel(word(Word::Queue, m_language)));
    rows->addWidget(m_jobs, 1);
    return column;
}

QWidget* MainWindow::pagesPanel() {
    m_pages->setObjectName("pages");
    m_pages->setAccessibleName(word(Word::Pages, m_language));
    m_pages->setViewMode(QListView::IconMode);
    m_pages->setResizeMode(QListView::Adjust);
    m_pages->setMovement(QListView::Static);
    m_pages->setIconSize({kThumbnailSide, kThumbnailSide * 3 / 2});
    m_pages->setGridSize({kThumbnailSide + 30, kThumbnailSide * 3 / 2 + 70});
    m_pages->setWordWrap(true);
    return m_pages;
}

void MainWindow::connectWorker() {
    connect(m_worker, &StationWorker::started, this,
            [this](const QVector<ClassRow>& classes, bool demo) {
                m_intake->setClasses(classes);
                m_intake->setDemo(demo);
                m_demo->setVisible(demo);
            });
    connect(m_worker, &StationWorker::loggedIn, this, [this](const QString& name) {
        m_loggedIn = true;
        m_pages->setVisible(true);
        m_idle->begin();
        m_who->setText(word(Word::LoggedInAs, m_language) + name);
        setMessage(word(Word::Ready, m_language), "#37474f");
        updateReady();
    });
    connect(m_worker, &StationWorker::idleLimitKnown, this,
            [this](int minutes) { m_idle->setLimit(std::chrono::minutes(minutes)); });
    connect(m_idle, &IdleWatch::left, this, &MainWindow::closeScreen);
    connect(m_worker, &StationWorker::jobsChanged, this, &MainWindow::showJobs);
    connect(m_worker, &StationWorker::pagesCleared, m_pages, &QListWidget::clear);
    connect(m_worker, &StationWorker::pageSeen, this, &MainWindow::addPage);
    connect(m_worker, &StationWorker::awaitsComparison, this, [this](const QString& job) {
        m_comparing = job;
        setMessage(word(Word::Unconfirmed, m_language) + ": " + word(Word::CompareNow, m_language),
                   "#b26a00");
        updateReady();
    });
    connect(m_worker, &StationWorker::finished, this, [this](const QString& html, bool sealed) {
        setMessage(html, sealed ? "#1b5e20" : "#b26a00");
    });
    connect(m_worker, &StationWorker::faulted, this,
            [this](const QString& html) { setMessage(html, "#b71c1c"); });
    connect(m_worker, &StationWorker::busy, this, [this](bool isBusy) {
        m_busy = isBusy;
        m_stop->setVisible(isBusy);
        updateReady();
    });
    connect(m_intake, &IntakePanel::wanted, this, [this](const IntakeForm& form) {
        setMessage(word(Word::Scanning, m_language), "#37474f");
        m_comparing.clear(); // left open: it stays in the list of jobs
        QMetaObject::invokeMethod(m_worker, [worker = m_worker, form] { worker->scan(form); });
    });
    connect(m_intake, &IntakePanel::demoPaperWanted, this,
            [this] { QMetaObject::invokeMethod(m_worker, &StationWorker::layDemoPaper); });
}

void MainWindow::showJobs(const QVector<JobRow>& jobs) {
    m_jobs->setRowCount(static_cast<int>(jobs.size()));
    for (int row = 0; row < jobs.size(); ++row) {
        auto* first = new QTableWidgetItem(jobs[row].documentClass);
        first->setData(Qt::UserRole, jobs[row].id);
        first->setToolTip(jobs[row].id);
        m_jobs->setItem(row, 0, first);
        m_jobs->setItem(row, 1, new QTableWidgetItem(jobs[row].state));
        m_jobs->setItem(row, 2, new QTableWidgetItem(jobs[row].sheets));
    }
}

void MainWindow::addPage(const PageRow& page) {
    const QPixmap picture = QPixmap::fromImage(
        page.thumbnail.scaled(m_pages->iconSize(), Qt::KeepAspectRatio, Qt::SmoothTransformation));
    auto* item = new QListWidgetItem(picture, page.caption, m_pages);
    if (page.flagged) { // a colour never stands alone: the caption says why
        item->setBackground(QColor("#fff3e0"));
    }
}

void MainWindow::setMessage(const QString& html, const QString& colour) {
    m_message->setText(html);
    m_message->setStyleSheet("border-left:6px solid " + colour + ";padding:8px;color:" + colour);
}

// Nothing of a patient is to be seen, and nobody is logged in; what runs goes on to its end.
void MainWindow::closeScreen() {
    m_loggedIn = false;
    m_pages->setVisible(false);
    m_intake->clearPatient();
    m_who->clear();
    m_pin->clear();
    QMetaObject::invokeMethod(m_worker, &StationWorker::logout);
    setMessage(word(Word::Left, m_language), "#37474f");
    updateReady();
}

void MainWindow::updateReady() {
    m_intake->setReady(m_loggedIn && !m_busy);
    m_seal->setVisible(m_loggedIn && !m_comparing.isEmpty() && !m_busy);
}

} // namespace seihon::station_ui
