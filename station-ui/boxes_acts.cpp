#include "station-ui/ask_card.h"
#include "station-ui/box_texts.h"
#include "station-ui/boxes_page.h"
#include "station-ui/parts.h"
#include "station/box_index_file.h"

#include <QDir>
#include <QPushButton>

// What the page of boxes asks before each act, and the verb that it gives the answers to.
namespace seihon::station_ui {

namespace {

using record::BoxEnd;
using record::BoxTrouble;

constexpr int kMostSheetsTyped = 9999;
constexpr int kMostHours = 24 * 60;

template <typename Enum>
std::vector<std::pair<QString, BoxWord>> choicesOf(std::initializer_list<Enum> values) {
    std::vector<std::pair<QString, BoxWord>> choices;
    for (const Enum value : values) {
        choices.emplace_back(text(record::enumName(value)), wordOf(value));
    }
    return choices;
}

AskField lineField(const char* key, BoxWord label, bool needed) {
    return {.key = key, .label = label, .needed = needed};
}

AskField numberField(const char* key, BoxWord label, std::int64_t value,
                     int most = kMostSheetsTyped) {
    return {.key = key,
            .label = label,
            .kind = AskField::Number,
            .value = static_cast<int>(value),
            .most = most};
}

record::TabPlace placeIn(const Answers& typed, const char* folder, const char* tab) {
    return {typed.number(folder), typed.number(tab)};
}

station::BatchDesk deskOf(Desk& desk) {
    return station::BatchDesk(*desk.station);
}

} // namespace

void BoxesPage::connectActs() {
    const auto pressed = [this](QPushButton* button, void (BoxesPage::*act)()) {
        connect(button, &QPushButton::clicked, this, [this, act] {
            (this->*act)();
            if (m_ask->isAsking()) {
                showBox(); // the form takes its place
            }
        });
    };
    pressed(m_takeIn, &BoxesPage::takeIn);
    pressed(m_index, &BoxesPage::addIndex);
    pressed(m_takeOut, &BoxesPage::takeOut);
    pressed(m_refile, &BoxesPage::refile);
    pressed(m_void, &BoxesPage::voidFolder);
    pressed(m_separators, &BoxesPage::printSeparators);
    pressed(m_report, &BoxesPage::report);
    pressed(m_settle, &BoxesPage::settle);
    pressed(m_takeBack, &BoxesPage::takeBack);
    pressed(m_recount, &BoxesPage::recount);
    pressed(m_shut, &BoxesPage::shut);
    connect(m_giveBack, &QPushButton::clicked, this, [this] {
        m_board.act([box = m_board.box()->id, number = folder()->number](Desk& desk) {
            return deskOf(desk).giveBack(desk.identified(), box, number);
        });
    });
    connect(m_close, &QPushButton::clicked, this, [this] {
        m_board.act([box = m_board.box()->id](
                        Desk& desk) { return deskOf(desk).close(desk.identified(), box); },
                    [this] { doneSaying(BoxWord::BoxIsClosed); });
    });
    connect(m_feed, &QPushButton::clicked, this, [this] { state().go("batch"); });
}

QString BoxesPage::withoutMark(BoxWord which) const {
    return withoutMnemonic(said(which));
}

void BoxesPage::doneSaying(BoxWord what) {
    state().say(Tone::Good, [this, what] { return said(what); });
}

void BoxesPage::takeIn() {
    m_ask->ask({[this] { return withoutMark(BoxWord::TakeInBox); },
                BoxWord::TakeInBox,
                {lineField("number", BoxWord::NumberOnBox, true),
                 numberField("folders", BoxWord::FolderCount, 1, record::kMostFolders),
                 lineField("seal", BoxWord::SealCame, false)},
                [this](const Answers& typed) {
                    const station::BoxRequest request{typed.line("number"),
                                                      m_board.project().toStdString(),
                                                      typed.number("folders"), typed.line("seal")};
                    m_board.act([request](Desk& desk) {
                        return deskOf(desk).open(desk.identified(), request);
                    });
                }});
}

void BoxesPage::addIndex() {
    m_ask->ask({[this] { return withoutMark(BoxWord::AddIndex); },
                BoxWord::AddIndex,
                {lineField("file", BoxWord::IndexFile, true)},
                [this](const Answers& typed) {
                    m_board.act([box = m_board.box()->id, file = typed.line("file")](Desk& desk) {
                        return deskOf(desk).addFolders(desk.identified(), box,
                                                       station::readBoxIndex(file));
                    });
                }});
}

void BoxesPage::takeOut() {
    const std::int64_t number = folder()->number;
    m_ask->ask({[this, number] {
                    return placeText({number, 0}, state().language()) + "  " +
                           withoutMark(BoxWord::TakeOut);
                },
                BoxWord::TakeOut,
                {lineField("to", BoxWord::OutTo, true), lineField("place", BoxWord::OutPlace, true),
                 numberField("hours", BoxWord::BackInHours, 24, kMostHours),
                 lineField("reason", BoxWord::Why, false)},
                [this, number](const Answers& typed) {
                    station::RetrievalRequest request{
                        number, typed.line("to"), typed.line("place"), {}, typed.line("reason")};
                    m_board.act([box = m_board.box()->id, request,
                                 hours = typed.number("hours")](Desk& desk) mutable {
                        if (hours > 0) {
                            request.due = record::readClock() + std::chrono::hours(hours);
                        }
                        return deskOf(desk).takeOut(desk.identified(), box, request);
                    });
                }});
}

void BoxesPage::refile() {
    const std::int64_t number = folder()->number;
    m_ask->ask({[this, number] {
                    return placeText({number, 0}, state().language()) + "  " +
                           withoutMark(BoxWord::Refile);
                },
                BoxWord::Refile,
                {numberField("sheets", BoxWord::SheetsCounted, 0)},
                [this, number](const Answers& typed) {
                    m_board.act([box = m_board.box()->id, number,
                                 sheets = typed.number("sheets")](Desk& desk) {
                        return deskOf(desk).refile(desk.identified(), box, number, sheets);
                    });
                }});
}

void BoxesPage::voidFolder() {
    const std::int64_t number = folder()->number;
    m_ask->ask({[this, number] {
                    return placeText({number, 0}, state().language()) + "  " +
                           withoutMark(BoxWord::VoidFolder);
                },
                BoxWord::VoidFolder,
                {lineField("reason", BoxWord::Why, true)},
                [this, number](const Answers& typed) {
                    m_board.act(
                        [box = m_board.box()->id, number, why = typed.line("reason")](Desk& desk) {
                            return deskOf(desk).voidFolder(desk.identified(), box, number, why);
                        });
                }});
}

// To a file that is shown; a printer's own program prints it.
void BoxesPage::printSeparators() {
    AskField file = lineField("file", BoxWord::PdfFile, true);
    file.text = QDir::home().filePath("separators-" + text(m_board.box()->number) + ".pdf");
    m_ask->ask(
        {[this] { return withoutMark(BoxWord::Separators); },
         BoxWord::Separators,
         {file, numberField("folder", BoxWord::OnlyFolder, 0, record::kMostFolders)},
         [this](const Answers& typed) {
             const std::string path = typed.line("file");
             m_board.act(
                 [box = m_board.box()->id, path, folder = typed.number("folder")](Desk& desk) {
                     return deskOf(desk).printSeparators(desk.identified(), box, folder, path);
                 },
                 [this, path] {
                     state().say(Tone::Good, [this, path] {
                         return said(BoxWord::SeparatorsAt).arg(escaped(path));
                     });
                 });
         }});
}

void BoxesPage::report() {
    const station::FolderOverview* const here = folder();
    AskField trouble{.key = "trouble", .label = BoxWord::Trouble, .kind = AskField::Choice};
    trouble.choices =
        choicesOf({BoxTrouble::Stray, BoxTrouble::Foreign, BoxTrouble::Missing, BoxTrouble::Extra});
    m_ask->ask({[this] { return withoutMark(BoxWord::Report); },
                BoxWord::Report,
                {trouble, numberField("sheets", BoxWord::Sheets, 1),
                 numberField("folder", BoxWord::FolderOrNone, here ? here->number : 0,
                             record::kMostFolders),
                 numberField("tab", BoxWord::TabOrNone, 0, record::kMostTabs),
                 lineField("remark", BoxWord::Remark, true)},
                [this](const Answers& typed) {
                    const station::ExceptionRequest request{
                        *record::enumFromName<BoxTrouble>(typed.line("trouble")),
                        placeIn(typed, "folder", "tab"), typed.number("sheets"),
                        typed.line("remark")};
                    m_board.act([box = m_board.box()->id, request](Desk& desk) {
                        return deskOf(desk).openException(desk.identified(), box, request);
                    });
                }});
}

void BoxesPage::settle() {
    const record::BoxException one = *exception();
    AskField end{.key = "end", .label = BoxWord::End, .kind = AskField::Choice};
    end.choices =
        choicesOf({BoxEnd::Found, BoxEnd::Missing, BoxEnd::Extra, BoxEnd::Moved, BoxEnd::Withheld});
    m_ask->ask({[this, one] {
                    return said(BoxWord::SettleTitle)
                        .arg(one.number)
                        .arg(said(wordOf(one.trouble)))
                        .arg(placeText(one.at, state().language()))
                        .arg(one.sheets);
                },
                BoxWord::Settle,
                {end, numberField("sheets", BoxWord::Sheets, one.sheets),
                 numberField("folder", BoxWord::FolderOrNone, one.at.folder, record::kMostFolders),
                 numberField("tab", BoxWord::TabOrNone, one.at.tab, record::kMostTabs),
                 numberField("toFolder", BoxWord::ToFolder, 0, record::kMostFolders),
                 numberField("toTab", BoxWord::ToTab, 0, record::kMostTabs),
                 lineField("reason", BoxWord::Why, true)},
                [this, number = one.number](const Answers& typed) {
                    const regulation::ExceptionSettlement settlement{
                        .number = number,
                        .end = *record::enumFromName<BoxEnd>(typed.line("end")),
                        .sheets = typed.number("sheets"),
                        .at = placeIn(typed, "folder", "tab"),
                        .to = placeIn(typed, "toFolder", "toTab")};
                    m_board.act([box = m_board.box()->id, settlement,
                                 why = typed.line("reason")](Desk& desk) {
                        return deskOf(desk).settle(desk.identified(), box, settlement, why);
                    });
                }});
}

void BoxesPage::takeBack() {
    const std::int64_t number = exception()->number;
    m_ask->ask({[this] { return withoutMark(BoxWord::TakeBack); },
                BoxWord::TakeBack,
                {lineField("reason", BoxWord::Why, true)},
                [this, number](const Answers& typed) {
                    m_board.act(
                        [box = m_board.box()->id, number, why = typed.line("reason")](Desk& desk) {
                            return deskOf(desk).takeBack(desk.identified(), box, number, why);
                        });
                }});
}

void BoxesPage::recount() {
    m_ask->ask({[this] { return withoutMark(BoxWord::Recount); },
                BoxWord::Recount,
                {numberField("folders", BoxWord::FolderCount, m_board.box()->expectedFolders,
                             record::kMostFolders),
                 lineField("reason", BoxWord::Why, true)},
                [this](const Answers& typed) {
                    m_board.act([box = m_board.box()->id, folders = typed.number("folders"),
                                 why = typed.line("reason")](Desk& desk) {
                        return deskOf(desk).recount(desk.identified(), box, folders, why);
                    });
                }});
}

void BoxesPage::shut() {
    m_ask->ask({[this] { return withoutMark(BoxWord::Shut); },
                BoxWord::Shut,
                {lineField("seal", BoxWord::SealGoes, true)},
                [this](const Answers& typed) {
                    m_board.act([box = m_board.box()->id, seal = typed.line("seal")](Desk& desk) {
                        return deskOf(desk).shut(desk.identified(), box, seal);
                    });
                }});
}

} // namespace seihon::station_ui
