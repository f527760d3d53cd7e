#include "station-ui/page_viewer.h"
#include "tests/station-ui/suites.h"
#ifndef Q_MOC_RUN // moc does not understand what <span> says
#include "record/film_fit.h"
#endif

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QTest>

#include <set>

namespace seihon::station_ui {

// The page viewer by itself, on pages that are drawn here.
class ViewerTest : public QObject {
    Q_OBJECT

  private slots:
    void noLineOfThePaperIsLostAtAnySize();
    void aFindingIsDrawnWhereItLies();
    void keysZoomAndTheViewOnlyTurns();
    void theSharperPictureKeepsThePlace();
    void aFilmIsSeenThroughAWindowOfItsGreys();
    void whatStandsAtAPointOfAFilmIsRead();
    void nothingIsReadWhereNothingIsKnown();
};

namespace {

// Every pixel another grey: its value tells where it lies.
QImage countedFilm(QSize size) {
    QImage film(size, QImage::Format_Grayscale16);
    for (int y = 0; y < film.height(); ++y) {
        for (int x = 0; x < film.width(); ++x) {
            reinterpret_cast<quint16*>(film.scanLine(y))[x] =
                static_cast<quint16>(y * film.width() + x);
        }
    }
    return film;
}

// Density 4 at 0 down to 0 at 65535, known between 1000 and 60000.
std::shared_ptr<const record::FilmScale> sampleScale() {
    auto scale = std::make_shared<record::FilmScale>();
    for (int value = 0; value < 65536; ++value) {
        scale->densityOfValue.push_back(static_cast<std::uint16_t>(4000 - value * 4000 / 65535));
    }
    scale->densestValue = 1000;
    scale->clearestValue = 60000;
    return scale;
}

void pointAt(PageViewer& viewer, QPointF place) {
    QMouseEvent move(QEvent::MouseMove, place, viewer.mapToGlobal(place), Qt::NoButton,
                     Qt::NoButton, {});
    QApplication::sendEvent(&viewer, &move);
}

constexpr int kWidth = 2480, kHeight = 3508, kDpi = 300; // A4

// White with hair lines of one pixel, as in a ruled form.
QImage ruledPage() {
    QImage page(kWidth, kHeight, QImage::Format_RGB32);
    page.fill(Qt::white);
    QPainter painter(&page);
    painter.setPen(Qt::black);
    for (int y = 101; y < kHeight; y += 97) {
        painter.drawLine(0, y, kWidth, y);
    }
    return page;
}

} // namespace

void ViewerTest::noLineOfThePaperIsLostAtAnySize() {
    const int lines = (kHeight - 101 + 96) / 97;
    for (const int height : {500, 640, 811, 1200}) {
        PageViewer viewer;
        viewer.resize(height, height);
        viewer.setPicture("p", buildPyramid(ruledPage(), {kWidth, kHeight}), kDpi);
        const QImage seen = viewer.grab().toImage();
        const int x = seen.width() / 2;
        int found = 0;
        bool inLine = false;
        for (int y = 20; y < seen.height() - 20; ++y) {
            const bool dark = qGray(seen.pixel(x, y)) < 250;
            found += dark && !inLine ? 1 : 0;
            inLine = dark;
        }
        QVERIFY2(found >= lines - 2 && found <= lines + 2,
                 qPrintable(QString("%1 of %2 lines at %3").arg(found).arg(lines).arg(height)));
    }
}

// Steps of 16 greys, which eight bits cannot hold.
void ViewerTest::aFilmIsSeenThroughAWindowOfItsGreys() {
    constexpr int kSteps = 64, kStep = 16, kDarkest = 20000;
    QImage film(kSteps * 40, 1600, QImage::Format_Grayscale16);
    for (int y = 0; y < film.height(); ++y) {
        auto* row = reinterpret_cast<quint16*>(film.scanLine(y));
        for (int x = 0; x < film.width(); ++x) {
            row[x] = static_cast<quint16>(kDarkest + x / 40 * kStep);
        }
    }
    PageViewer viewer;
    viewer.resize(1300, 840);
    viewer.setPicture("film", buildPyramid(film, film.size()), 300);
    QVERIFY(viewer.isFilm());
    QCOMPARE(viewer.window(), (GreyWindow{kDarkest + 63 * kStep / 2.0, 63.0 * kStep}));
    const auto tones = [&viewer] {
        const QImage seen = viewer.grab().toImage();
        std::set<int> different;
        for (int x = 20; x < seen.width() - 20; ++x) {
            different.insert(qGray(seen.pixel(x, seen.height() / 2)));
        }
        return different;
    };
    QVERIFY(tones().size() >= kSteps); // each step is another grey: no bit was lost on the way
    viewer.setWindow({kDarkest + 8 * kStep, 16 * kStep}); // the darkest quarter over all greys
    const std::set<int> narrow = tones();
    QVERIFY(narrow.contains(0) && narrow.contains(255));
    viewer.setWindow({32768, 65536});
    QVERIFY(*tones().rbegin() - *tones().begin() < 8); // in all greys nothing is to be seen
    QTest::mousePress(&viewer, Qt::RightButton, {}, {650, 420});
    QMouseEvent drag(QEvent::MouseMove, QPointF(325, 420), viewer.mapToGlobal(QPointF(325, 420)),
                     Qt::NoButton, Qt::RightButton, {});
    QApplication::sendEvent(&viewer, &drag);
    QCOMPARE(viewer.window(), (GreyWindow{32768, 65536 * 0.75}));
    viewer.setWindow({-5, 0}); // kept where greys are
    QCOMPARE(viewer.window(), (GreyWindow{0, 1}));
    viewer.resetWindow();
    QVERIFY(tones().size() >= kSteps);
    viewer.clear();
    QVERIFY(!viewer.isFilm());
}

void ViewerTest::whatStandsAtAPointOfAFilmIsRead() {
    constexpr auto kEnglish = record::Language::English;
    PageViewer viewer;
    viewer.resize(424, 424);
    Pyramid film = buildPyramid(countedFilm({200, 200}), {200, 200}); // drawn at twice its size
    film.filmScale = sampleScale();
    viewer.setPicture("film", film, 300);
    QVERIFY(std::abs(viewer.scale() - 2) < 1e-6);
    QVERIFY(!viewer.reading()); // nobody points anywhere
    pointAt(viewer, {12 + 2 * 30 + 1, 12 + 2 * 70 + 1});
    QVERIFY(viewer.reading().has_value());
    QCOMPARE(viewer.reading()->pixel, QPoint(30, 70));
    QCOMPARE(int(viewer.reading()->value), 70 * 200 + 30);
    const int milli = 4000 - (70 * 200 + 30) * 4000 / 65535;
    QCOMPARE(viewer.reading()->milliDensity, std::optional(milli));
    QCOMPARE(textOf(*viewer.reading(), kEnglish), QString("density 3.14   value 14030"));
    pointAt(viewer, {3, 3}); // beside the film
    QVERIFY(!viewer.reading());
    // Beyond the steps of the tablet only "at least" is known.
    pointAt(viewer, {12 + 2 * 10 + 1, 12 + 1});
    QCOMPARE(textOf(*viewer.reading(), kEnglish), QString("density 4.00 or more   value 10"));
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(&viewer, &leave);
    QVERIFY(!viewer.reading());
    // By keys: from the middle, Shift by one pixel, of the paper as it stands before the eye.
    viewer.setCross(true);
    const QPoint middle = viewer.reading()->pixel;
    QVERIFY((middle - QPoint(100, 100)).manhattanLength() <= 2);
    QTest::keyClick(&viewer, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(viewer.reading()->pixel, middle + QPoint(1, 0));
    QTest::keyClick(&viewer, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(viewer.reading()->pixel, middle + QPoint(1, 1));
    QTest::keyClick(&viewer, Qt::Key_Left);
    QCOMPARE(viewer.reading()->pixel, middle + QPoint(-3, 1)); // eight pixels of the screen
    viewer.turn(); // a quarter to the right: what was left is up
    QTest::keyClick(&viewer, Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(viewer.reading()->pixel, middle + QPoint(-4, 1));
    for (int i = 0; i < 200; ++i) { // it does not leave the film
        QTest::keyClick(&viewer, Qt::Key_Left);
    }
    QCOMPARE(viewer.reading()->pixel.y(), 199);
    // Where only a part is seen the view goes along.
    viewer.zoomBy(4);
    for (int i = 0; i < 400; ++i) {
        QTest::keyClick(&viewer, Qt::Key_Right);
        QTest::keyClick(&viewer, Qt::Key_Down);
    }
    QCOMPARE(viewer.reading()->pixel, QPoint(199, 0));
    QVERIFY(viewer.reading()->bound == FilmReading::Bound::AtLeast);
    pointAt(viewer, {100, 100}); // the pointer does not take it away
    QCOMPARE(viewer.reading()->pixel, QPoint(199, 0));
    viewer.setCross(false);
    QTest::keyClick(&viewer, Qt::Key_0);
    const double fitted = viewer.scale();
    QTest::keyClick(&viewer, Qt::Key_Left); // moves the view again, not the point
    QCOMPARE(viewer.scale(), fitted);
    viewer.clear();
    QVERIFY(!viewer.reading());
}

void ViewerTest::nothingIsReadWhereNothingIsKnown() {
    PageViewer viewer;
    viewer.resize(424, 424);
    viewer.setCross(true);
    QTest::keyClick(&viewer, Qt::Key_Left);
    QVERIFY(!viewer.reading()); // no page
    viewer.setPicture("paper", buildPyramid(ruledPage(), {kWidth, kHeight}), kDpi);
    pointAt(viewer, {200, 200});
    QTest::keyClick(&viewer, Qt::Key_Left);
    QVERIFY(!viewer.reading()); // paper has no density
    // A smaller view of a film: means of pixels are no stored values.
    Pyramid small = buildPyramid(countedFilm({100, 100}), {200, 200});
    small.filmScale = sampleScale();
    viewer.setPicture("film", small, kDpi);
    QVERIFY(viewer.isFilm() && !viewer.reading());
    // Not calibrated: the value, and no density.
    viewer.setPicture("film", buildPyramid(countedFilm({200, 200}), {200, 200}), kDpi);
    QVERIFY(viewer.reading().has_value());
    QVERIFY(!viewer.reading()->milliDensity);
    const QString said = textOf(*viewer.reading(), record::Language::English);
    QVERIFY(said.contains("unknown") && !said.contains("density 0"));
    QVERIFY(said.contains("value " + QString::number(viewer.reading()->value)));
}

void ViewerTest::aFindingIsDrawnWhereItLies() {
    PageViewer viewer;
    viewer.resize(900, 900);
    QImage page(kWidth, kHeight, QImage::Format_RGB32);
    page.fill(Qt::white);
    viewer.setPicture("p", buildPyramid(page, {kWidth, kHeight}), kDpi);
    const Overlay note{QRectF(105, 148, 20, 30), "note", record::Severity::Refuse};
    viewer.setOverlays({note});
    const QRectF place = viewer.placeOf(note);
    // 105 of 210 mm from the left, 148 of 297 mm from the top: the middle of the page.
    QVERIFY(std::abs(place.left() - 450) < 3);
    QVERIFY(std::abs(place.top() - 450) < 3);
    const QImage seen = viewer.grab().toImage();
    const QColor edge =
        seen.pixelColor(static_cast<int>(place.left()) - 4, static_cast<int>(place.center().y()));
    QVERIFY(edge.red() > edge.green() + 60); // the box of a refusal
    const QColor inside = seen.pixelColor(place.center().toPoint());
    QVERIFY(inside.lightness() > 240); // what it is about stays visible
}

void ViewerTest::keysZoomAndTheViewOnlyTurns() {
    PageViewer viewer;
    viewer.resize(600, 600);
    viewer.setPicture("p", buildPyramid(ruledPage(), {kWidth, kHeight}), kDpi);
    const double fitted = viewer.scale();
    QTest::keyClick(&viewer, Qt::Key_Plus);
    QVERIFY(viewer.scale() > fitted);
    QTest::keyClick(&viewer, Qt::Key_1);
    QVERIFY(std::abs(viewer.scale() - 1 / viewer.devicePixelRatioF()) < 1e-6);
    QTest::keyClick(&viewer, Qt::Key_0);
    QVERIFY(std::abs(viewer.scale() - fitted) < 1e-6);
    viewer.turn();
    QCOMPARE(viewer.turned(), 90);
    const Overlay corner{QRectF(0, 0, 10, 10), "corner", record::Severity::Warn};
    const QRectF place = viewer.placeOf(corner); // top left of the paper is now top right
    QVERIFY(place.center().x() > 300 && place.center().y() < 300);
    viewer.setPicture("another", buildPyramid(ruledPage(), {kWidth, kHeight}), kDpi);
    QCOMPARE(viewer.turned(), 0); // of this view only
}

void ViewerTest::theSharperPictureKeepsThePlace() {
    PageViewer viewer;
    viewer.resize(600, 600);
    const QImage whole = ruledPage();
    viewer.setPicture("p", buildPyramid(whole.scaled(620, 877), {kWidth, kHeight}), kDpi);
    QVERIFY(!viewer.isWhole());
    viewer.actualSize();
    const Overlay middle{QRectF(100, 140, 10, 10), "", record::Severity::Warn};
    const QRectF before = viewer.placeOf(middle);
    viewer.setPicture("p", buildPyramid(whole, {kWidth, kHeight}), kDpi);
    QVERIFY(viewer.isWhole());
    QCOMPARE(viewer.placeOf(middle), before);
}

QObject* makeViewerTest() {
    return new ViewerTest;
}

} // namespace seihon::station_ui

#include "viewer_test.moc"
