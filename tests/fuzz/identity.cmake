seihon_fuzz(credentials SOURCES ${CMAKE_CURRENT_LIST_DIR}/credentials.cpp USES identity)
