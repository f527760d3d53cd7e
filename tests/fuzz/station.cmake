seihon_fuzz(clock-reading SOURCES ${CMAKE_CURRENT_LIST_DIR}/clock_reading.cpp USES station)
