#pragma once

#include <QObject>

#include <array>

namespace seihon::station_ui {

QObject* makeAccessibilityTest();
QObject* makeAdminTest();
QObject* makePeopleTest();
QObject* makeFirstRunTest();
QObject* makeClerkTest();
QObject* makeTroubleTest();
QObject* makeViewerTest();

inline constexpr std::array kSuites = {&makeViewerTest, &makeClerkTest, &makeTroubleTest,
                                       &makeAccessibilityTest,
                                       &makeAdminTest, &makePeopleTest, &makeFirstRunTest};

} // namespace seihon::station_ui
