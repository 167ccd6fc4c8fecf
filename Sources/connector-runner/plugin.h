/* The plugin: loading its library and calling its functions. */
#ifndef RUNNER_PLUGIN_H
#define RUNNER_PLUGIN_H

#include "load.h"

/* Opens the library and exchanges tables; a fault where that fails. */
const tactics_connector *plugin_load(const load_order *order, const tactics_host *host);

/* The optional functions that the connector has, as the inside of a JSON array of texts. */
const char *plugin_offers(const tactics_connector *connector);

/* Carries out a CALL frame and sends its RESULT. */
void plugin_call(const tactics_connector *connector, const tactics_host *host, const frame *order);

#endif
