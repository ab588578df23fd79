-- oneonone.summary as json.gz, by week: a table over the files in this folder, and the view oneonone_summary_json_gz_by_week over it.
-- Run the three statements in Athena one after the other, and again when the report's columns have changed.

DROP TABLE IF EXISTS oneonone_summary_json_gz_by_week_files;

CREATE EXTERNAL TABLE oneonone_summary_json_gz_by_week_files (
  `line` string
)
ROW FORMAT DELIMITED FIELDS TERMINATED BY '\001'
LOCATION 's3://bucket/reports/oneonone.summary/json.gz/by=week/';

CREATE OR REPLACE VIEW oneonone_summary_json_gz_by_week AS
SELECT
  coalesce(json_extract_scalar(item, '$["Manager"]'), nullif(json_format(json_extract(item, '$["Manager"]')), 'null')) AS "manager",
  coalesce(json_extract_scalar(item, '$["manager"]'), nullif(json_format(json_extract(item, '$["manager"]')), 'null')) AS "manager_2",
  coalesce(json_extract_scalar(item, '$["Größe"]'), nullif(json_format(json_extract(item, '$["Größe"]')), 'null')) AS "gr_e",
  coalesce(json_extract_scalar(item, '$["day"]'), nullif(json_format(json_extract(item, '$["day"]')), 'null')) AS "day",
  coalesce(json_extract_scalar(item, '$["2nd look"]'), nullif(json_format(json_extract(item, '$["2nd look"]')), 'null')) AS "n_2nd_look",
  coalesce(json_extract_scalar(item, '$["it''s \"x\""]'), nullif(json_format(json_extract(item, '$["it''s \"x\""]')), 'null')) AS "it_s_x",
  coalesce(json_extract_scalar(item, '$[""]'), nullif(json_format(json_extract(item, '$[""]')), 'null')) AS "column_7",
  regexp_extract(file, '/week=([^/]+)/', 1) AS "week"
FROM (
  SELECT "$path" AS file, trim(TRAILING ',' FROM line) AS item
  FROM oneonone_summary_json_gz_by_week_files
  WHERE line NOT IN ('[', ']')
);
