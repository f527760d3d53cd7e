#include "station-ui/shell.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>

#include <csignal>

int main(int argc, char** argv) {
    ::signal(SIGPIPE, SIG_IGN);
    QApplication app(argc, argv);
    QApplication::setApplicationName("seihon-station");
    QApplication::setStyle("Fusion");
    QApplication::setFont(seihon::station_ui::baseFont());
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption home("home", "station home", "DIR",
                                  qEnvironmentVariable("SEIHON_HOME"));
    const QCommandLineOption lang("lang", "ja or en", "LANG",
                                  QLocale().name().startsWith("en") ? "en" : "ja");
    parser.addOptions({home, lang});
    parser.process(app);
    if (parser.value(home).isEmpty()) {
        qCritical("--home DIR or SEIHON_HOME is needed");
        return 2;
    }
    seihon::station_ui::Shell window(parser.value(home), parser.value(lang) == "en"
                                                             ? seihon::record::Language::English
                                                             : seihon::record::Language::Japanese);
    window.show();
    return QApplication::exec();
}
