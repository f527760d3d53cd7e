#pragma once

#include <QObject>

#include <array>

namespace seihon::station_ui {

QObject* makeAccessibilityTest();
QObject* makeAdminTest();
QObject* makeArchivePageTest();
QObject* makeBoxesTest();
QObject* makeClerkTest();
QObject* makeCopiesTest();
QObject* makeDesksTest();
QObject* makeFilmTest();
QObject* makeFirstRunTest();
QObject* makeManyTest();
QObject* makeOrderTest();
QObject* makePeopleTest();
QObject* makeReceptionTest();
QObject* makeReportsTest();
QObject* makeSealingTest();
QObject* makeSmallScreenTest();
QObject* makeTroubleTest();
QObject* makeViewerTest();

inline constexpr std::array kSuites = {
    &makeViewerTest,      &makeClerkTest,         &makeReceptionTest,   &makeTroubleTest,
    &makeManyTest,        &makeAccessibilityTest, &makeDesksTest,       &makeBoxesTest,
    &makeAdminTest,       &makePeopleTest,        &makeSealingTest,     &makeFirstRunTest,
    &makeSmallScreenTest, &makeReportsTest,       &makeArchivePageTest, &makeFilmTest,
    &makeCopiesTest,      &makeOrderTest};

} // namespace seihon::station_ui
