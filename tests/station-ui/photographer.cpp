#include "tests/station-ui/photographer.h"

#include <QImageWriter>

#include <algorithm>
#include <cstdio>
#include <map>

namespace seihon::station_ui {

namespace {

constexpr std::size_t kColours = 112;
constexpr QSize kScreen{1280, 860};
constexpr QSize kLargeScreen{1680, 1050};

// The commonest colours: a window has few, and the file stays small.
QImage inFewColours(const QImage& picture) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB32);
    std::map<QRgb, std::pair<int, QRgb>> counts; // of similar colours, with one of them
    for (int y = 0; y < rgb.height(); ++y) {
        const auto* row = reinterpret_cast<const QRgb*>(rgb.constScanLine(y));
        for (int x = 0; x < rgb.width(); ++x) {
            auto& [count, colour] = counts[row[x] & 0xfff8f8f8u];
            ++count;
            colour = row[x];
        }
    }
    std::vector<std::pair<int, QRgb>> sorted;
    for (const auto& [key, counted] : counts) {
        sorted.push_back(counted);
    }
    std::sort(sorted.rbegin(), sorted.rend());
    QList<QRgb> table;
    for (std::size_t i = 0; i < std::min<std::size_t>(sorted.size(), kColours); ++i) {
        table.push_back(sorted[i].second);
    }
    return rgb.convertToFormat(QImage::Format_Indexed8, table, Qt::ThresholdDither);
}

} // namespace

bool Photographer::take(UiDesk& desk, const QString& name) {
    bool kept = true;
    for (const auto language : {record::Language::Japanese, record::Language::English}) {
        for (const int percent : {100, 200}) {
            Theme theme;
            theme.textPercent = percent;
            desk.window().state().setLanguage(language);
            desk.window().setTheme(theme);
            QTest::qWait(40); // what the old size asked for is gone
            desk.window().resize(percent == 100 ? kScreen : kLargeScreen);
            QTest::qWait(120);
            const QString file = name + (language == record::Language::Japanese ? "-ja-" : "-en-") +
                                 QString::number(percent) + ".png";
            kept = keep(desk.window().grab().toImage(), file) && kept;
        }
    }
    desk.window().state().setLanguage(record::Language::Japanese);
    desk.window().setTheme({});
    QTest::qWait(40);
    desk.window().resize(kScreen);
    return kept;
}

bool Photographer::keep(const QImage& picture, const QString& file) {
    QImageWriter writer(m_folder + "/" + file, "png");
    writer.setCompression(100);
    if (writer.write(inFewColours(picture))) {
        return true;
    }
    std::fprintf(stderr, "%s: %s\n", qPrintable(file), qPrintable(writer.errorString()));
    return false;
}

} // namespace seihon::station_ui
