seihon_fuzz(config SOURCES ${CMAKE_CURRENT_LIST_DIR}/config.cpp USES config)
