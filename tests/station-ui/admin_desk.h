#pragma once

#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "tests/station-ui/ui_desk.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>

#include <fstream>
#include <sstream>

namespace seihon::station_ui {

inline constexpr record::Language kJapanese = record::Language::Japanese;

std::string readFile(const std::filesystem::path& file);

// A desk at which the administrator's pages are worked through, by keyboard, and the station is
// asked past the widgets.
class AdminDesk : public UiDesk {
  public:
    // Somebody else sits down.
    void become(const QString& user, const QString& pin = "123456");
    void open(const char* page);
    void push(const char* button);
    // Walks with the arrows to the row that has this text.
    bool choose(const char* table, int column, const QString& wanted);
    void layTarget(std::int64_t dpi); // one target sheet into the tray
    QStringList rowsOf(const char* table, int column) const;

    template <typename Value>
    Value ask(std::function<Value(Desk&)> question) {
        std::optional<Value> answer;
        window().state().thread().look(&window(), std::move(question),
                                       [&](const Value& value) { answer = value; });
        [[maybe_unused]] const bool came =
            QTest::qWaitFor([&] { return answer.has_value(); }, kPatience);
        Q_ASSERT(came);
        return *answer;
    }
    std::vector<record::Entry> entriesOf(record::EntryKind kind);
};

} // namespace seihon::station_ui
