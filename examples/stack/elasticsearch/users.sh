#!/usr/bin/env bash
# Gives Kibana's own user its password, and makes one for Logstash that may only add logs.
set -euo pipefail

# ask METHOD PATH BODY: the credentials and the body, which holds passwords, are on no command line.
ask() {
  curl --silent --show-error --fail-with-body --output /dev/null \
    --config <(printf 'user = "elastic:%s"\n' "$ELASTIC_PASSWORD") \
    --request "$1" "http://127.0.0.1:9200/_security/$2" \
    --header 'Content-Type: application/json' --data @- <<<"$3"
}

ask POST user/kibana_system/_password "{\"password\":\"$KIBANA_PASSWORD\"}"
ask PUT role/logstash_writer '{
  "cluster": ["monitor"],
  "indices": [{"names": ["logs-shop*-*"], "privileges": ["auto_configure", "create_doc"]}]
}'
ask PUT user/logstash_writer "{\"password\":\"$LOGSTASH_PASSWORD\",\"roles\":[\"logstash_writer\"]}"
