#pragma once

#include <QObject>

#include <array>

namespace seihon::station_ui {

QObject* makeAccessibilityTest();
QObject* makeBoxesTest();
QObject* makeClerkTest();
QObject* makeReceptionTest();
QObject* makeTroubleTest();
QObject* makeViewerTest();

inline constexpr std::array kSuites = {&makeViewerTest, &makeClerkTest, &makeReceptionTest,
                                       &makeTroubleTest, &makeAccessibilityTest,
                                       &makeBoxesTest};

} // namespace seihon::station_ui
