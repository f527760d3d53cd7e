seihon_fuzz(clock-reading SOURCES ${CMAKE_CURRENT_LIST_DIR}/clock_reading.cpp USES station)
seihon_fuzz(backup-note SOURCES ${CMAKE_CURRENT_LIST_DIR}/backup_note.cpp USES station)
seihon_fuzz(emergency-spool SOURCES ${CMAKE_CURRENT_LIST_DIR}/emergency_spool.cpp USES station)
