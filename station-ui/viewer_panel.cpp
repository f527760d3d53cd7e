#include "station-ui/viewer_panel.h"

#include "record/film_fit.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station/page_picture.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {

constexpr int kQuickLevel = 2; // of the kept views: 1024 pixels
constexpr double kWindowStep = 0.1, kContrastStep = 1.25;

Pyramid quickPicture(Desk& desk, const std::string& job, std::int64_t number) {
    const record::ScanJob found = desk.station->job(job);
    const record::Page* page = record::findPage(found, number);
    if (page == nullptr) {
        return {};
    }
    return buildPyramid(imageOf(desk.station->view(found, *page, kQuickLevel)),
                        {static_cast<int>(page->width), static_cast<int>(page->height)});
}

// Of a calibration whose curve does not give the table that was kept nobody knows what it means.
std::shared_ptr<const record::FilmScale> scaleOf(const record::Page& page) {
    try {
        return page.calibration ? std::make_shared<const record::FilmScale>(
                                      record::filmScaleOf(*page.calibration))
                                : nullptr;
    } catch (const record::Fault&) {
        return nullptr;
    }
}

Pyramid ownPixels(Desk& desk, const std::string& job, std::int64_t number) {
    const record::ScanJob found = desk.station->job(job);
    const record::Page* page = record::findPage(found, number);
    if (page == nullptr) {
        return {};
    }
    const QSize full(static_cast<int>(page->width), static_cast<int>(page->height));
    if (page->channels == 1 && page->bitsPerSample == 16) {
        Pyramid film =
            buildPyramid(deepImageOf(station::pagePixels(*desk.station, found, *page)), full);
        film.filmScale = scaleOf(*page);
        return film;
    }
    return buildPyramid(imageOf(desk.station->viewPage(found, *page, page->width, page->height)),
                        full);
}

} // namespace

ViewerPanel::ViewerPanel(WindowState& state)
    : m_state(state), m_viewer(new PageViewer), m_beside(new PageViewer), m_fit(makeButton("fit")),
      m_actual(makeButton("actualSize")), m_in(makeButton("zoomIn")), m_out(makeButton("zoomOut")),
      m_turn(makeButton("turn")), m_loupe(makeButton("loupe")), m_two(makeButton("sideBySide")),
      m_lighter(makeButton("lighter")), m_darker(makeButton("darker")),
      m_harder(makeButton("moreContrast")), m_softer(makeButton("lessContrast")),
      m_allGreys(makeButton("allGreys")), m_cross(makeButton("densityCross")),
      m_reading(makeLabel("filmReading")) {
    m_viewer->setObjectName("viewer");
    m_beside->setObjectName("viewerBeside");
    m_beside->setVisible(false);
    m_loupe->setCheckable(true);
    m_two->setCheckable(true);
    auto* tools = new FlowLayout(6);
    for (QPushButton* tool : {m_fit, m_actual, m_out, m_in, m_turn, m_loupe, m_two, m_lighter,
                              m_darker, m_harder, m_softer, m_allGreys, m_cross}) {
        tool->setProperty("role", "tool");
        tools->addWidget(tool);
    }
    auto* pages = new QHBoxLayout;
    pages->setSpacing(8);
    pages->addWidget(m_viewer, 1);
    pages->addWidget(m_beside, 1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    rows->addLayout(pages, 1);
    rows->addLayout(tools);
    rows->addWidget(m_reading);
    m_cross->setCheckable(true);
    for (QWidget* tool : std::initializer_list<QWidget*>{m_lighter, m_darker, m_harder, m_softer,
                                                         m_allGreys, m_cross, m_reading}) {
        tool->setVisible(false);
        connect(m_viewer, &PageViewer::pictureChanged, tool,
                [this, tool] { tool->setVisible(m_viewer->isFilm()); });
    }
    connect(m_lighter, &QPushButton::clicked, this, [this] { changeWindow(-kWindowStep, 1); });
    connect(m_darker, &QPushButton::clicked, this, [this] { changeWindow(kWindowStep, 1); });
    connect(m_harder, &QPushButton::clicked, this, [this] { changeWindow(0, 1 / kContrastStep); });
    connect(m_softer, &QPushButton::clicked, this, [this] { changeWindow(0, kContrastStep); });
    connect(m_allGreys, &QPushButton::clicked, m_viewer, &PageViewer::resetWindow);
    connect(m_cross, &QPushButton::toggled, this, [this](bool on) {
        m_viewer->setCross(on);
        if (on) {
            m_viewer->setFocus(); // its arrows move the cross
        }
    });
    for (PageViewer* viewer : {m_viewer, m_beside}) {
        connect(viewer, &PageViewer::readingChanged, this, [this, viewer] { tellReading(viewer); });
    }
    const auto both = [this](void (PageViewer::*act)()) {
        return [this, act] {
            (m_viewer->*act)();
            (m_beside->*act)();
        };
    };
    connect(m_fit, &QPushButton::clicked, this, both(&PageViewer::fit));
    connect(m_actual, &QPushButton::clicked, this, both(&PageViewer::actualSize));
    connect(m_turn, &QPushButton::clicked, m_viewer, &PageViewer::turn);
    connect(m_in, &QPushButton::clicked, this, [this] { m_viewer->zoomBy(1.25); });
    connect(m_out, &QPushButton::clicked, this, [this] { m_viewer->zoomBy(0.8); });
    connect(m_loupe, &QPushButton::toggled, m_viewer, &PageViewer::setLoupe);
    connect(m_two, &QPushButton::toggled, this, [this](bool on) {
        m_beside->setVisible(on);
        emit besideWanted(on);
    });
}

// `moved`: in widths of the window.
void ViewerPanel::changeWindow(double moved, double widened) {
    const GreyWindow& now = m_viewer->window();
    m_viewer->setWindow({now.centre + moved * now.width, now.width * widened});
}

// In words below the film, and of the viewer itself for whoever hears the screen.
void ViewerPanel::tellReading(PageViewer* viewer) {
    const std::optional<FilmReading> reading = viewer->reading();
    const QString said = reading ? textOf(*reading, m_state.language()) : QString();
    m_reading->setText(reading ? said : m_state.word(Word::FilmHint));
    if (viewer == m_viewer) {
        const bool heard = viewer->cross() && viewer->isFilm();
        viewer->setAccessibleDescription(heard ? (said + " " + m_described).trimmed()
                                               : m_described);
    }
}

std::vector<Overlay> ViewerPanel::overlaysOf(const PageView& page) const {
    std::vector<Overlay> overlays;
    for (const record::Finding& finding : page.findings.byUrgency()) {
        if (finding.where && finding.severity != record::Severity::Note) {
            const record::AreaMm& area = *finding.where;
            overlays.push_back({QRectF(static_cast<double>(area.x), static_cast<double>(area.y),
                                       static_cast<double>(area.w), static_cast<double>(area.h)),
                                m_state.sentence(finding), finding.severity});
        }
    }
    return overlays;
}

void ViewerPanel::describe(PageViewer* viewer, const PageView& page) {
    const QString side = m_state.word(page.side == record::Side::Front ? Word::Front : Word::Back);
    viewer->setAccessibleName(m_state.word(Word::Pages) + " " + QString::number(page.number) + " " +
                              side);
    const QString findings = m_state.sentences(page.findings).join(" ");
    viewer->setAccessibleDescription(findings);
    if (viewer == m_viewer) {
        m_described = findings;
        tellReading(viewer);
    }
    viewer->setOverlays(overlaysOf(page));
    viewer->setTurned(page.turned);
}

void ViewerPanel::load(PageViewer* viewer, const std::string& job, const PageView& page,
                       const QImage& meanwhile) {
    const QString key = text(page.captureId);
    if (viewer->key() != key) { // at once what is at hand
        viewer->setPicture(
            key,
            {meanwhile.isNull() ? std::vector<QImage>() : std::vector<QImage>{meanwhile},
             QSize(static_cast<int>(page.width), static_cast<int>(page.height))},
            page.dpi);
    }
    describe(viewer, page);
    const auto tell = [this, viewer, key] {
        if (viewer == m_viewer && viewer->key() == key) {
            emit stands(key);
        }
    };
    if (viewer->isWhole()) {
        return tell();
    }
    const auto show = [this, viewer, key, dpi = page.dpi, tell](const Pyramid& picture) {
        if (viewer->key() == key && !picture.empty() && m_state.person()) {
            viewer->setPicture(key, picture, dpi);
        }
        tell();
    };
    const auto quiet = [tell](const record::Fault&) {
        tell(); // the list says what is wrong with the page
    };
    m_state.thread().look(
        this, [job, number = page.number](Desk& desk) { return quickPicture(desk, job, number); },
        show, quiet);
    m_state.thread().look(
        this, [job, number = page.number](Desk& desk) { return ownPixels(desk, job, number); },
        show, quiet);
}

void ViewerPanel::showPage(const std::string& job, const PageView& page, const QImage& meanwhile) {
    load(m_viewer, job, page, meanwhile);
}

void ViewerPanel::showBeside(const std::string& job, const PageView& page) {
    load(m_beside, job, page, {});
}

void ViewerPanel::showPicture(const PageView& page, const Pyramid& picture) {
    m_viewer->setPicture(text(page.captureId), picture, page.dpi);
    describe(m_viewer, page);
}

void ViewerPanel::showPictureBeside(const PageView& page, const Pyramid& picture) {
    m_beside->setPicture(text(page.captureId), picture, page.dpi);
    describe(m_beside, page);
}

void ViewerPanel::showLive(const PageView& page) {
    m_viewer->setPicture(
        text(page.captureId),
        {{page.live}, QSize(static_cast<int>(page.width), static_cast<int>(page.height))},
        page.dpi);
    describe(m_viewer, page);
}

bool ViewerPanel::sideBySide() const {
    return m_two->isChecked();
}

void ViewerPanel::clear() {
    m_described.clear();
    m_cross->setChecked(false);
    m_viewer->clear();
    m_beside->clear();
}

void ViewerPanel::retranslate() {
    setText(m_fit, m_state.word(Word::Fit));
    setText(m_actual, m_state.word(Word::Look100));
    m_in->setText("＋");
    m_out->setText("－");
    m_in->setAccessibleName(m_state.word(Word::ZoomIn));
    m_out->setAccessibleName(m_state.word(Word::ZoomOut));
    setText(m_turn, m_state.word(Word::Turn));
    setText(m_loupe, m_state.word(Word::Loupe));
    setText(m_two, m_state.word(Word::SideBySide));
    setText(m_lighter, m_state.word(Word::Lighter));
    setText(m_darker, m_state.word(Word::Darker));
    setText(m_harder, m_state.word(Word::MoreContrast));
    setText(m_softer, m_state.word(Word::LessContrast));
    setText(m_allGreys, m_state.word(Word::AllGreys));
    setText(m_cross, m_state.word(Word::FilmCross));
    tellReading(m_viewer);
    for (PageViewer* viewer : {m_viewer, m_beside}) {
        if (viewer->accessibleName().isEmpty()) {
            viewer->setAccessibleName(m_state.word(Word::Pages));
        }
    }
}

} // namespace seihon::station_ui
