#pragma once

#include <QObject>

#include <array>

namespace seihon::station_ui {

QObject* makeAccessibilityTest();
QObject* makeBoxesTest();
QObject* makeClerkTest();
QObject* makeDesksTest();
QObject* makeReceptionTest();
QObject* makeTroubleTest();
QObject* makeViewerTest();

inline constexpr std::array kSuites = {&makeViewerTest,  &makeClerkTest,         &makeReceptionTest,
                                       &makeTroubleTest, &makeAccessibilityTest, &makeDesksTest,
                                       &makeBoxesTest};

} // namespace seihon::station_ui
