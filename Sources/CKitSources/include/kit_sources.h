/*
 * What a connector's package is built from, carried by the program: the sources of ConnectorKit and CConnector as they were when it was built.
 */
#ifndef TACTICS_KIT_SOURCES_H
#define TACTICS_KIT_SOURCES_H

#include <stddef.h>

/* One file. */
typedef struct {
    const char *path;          /* below Sources: ConnectorKit/Boundary/Host.swift */
    const unsigned char *text; /* UTF-8, ended by a 0 */
} kit_source;

/* The file of that number, from 0; NULL behind the last. */
const kit_source *kit_source_at(size_t number);

#endif
