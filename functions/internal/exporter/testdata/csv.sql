-- oneonone.summary as csv, by day: a table over the files in this folder, and the view oneonone_summary_csv_by_day over it.
-- Run the three statements in Athena one after the other, and again when the report's columns have changed.

DROP TABLE IF EXISTS oneonone_summary_csv_by_day_files;

CREATE EXTERNAL TABLE oneonone_summary_csv_by_day_files (
  `manager` string,
  `manager_2` string,
  `gr_e` string,
  `day_2` string,
  `n_2nd_look` string,
  `it_s_x` string,
  `column_7` string
)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
LOCATION 's3://bucket/reports/oneonone.summary/csv/by=day/'
TBLPROPERTIES ('skip.header.line.count' = '1');

CREATE OR REPLACE VIEW oneonone_summary_csv_by_day AS
SELECT
  "manager",
  "manager_2",
  "gr_e",
  "day_2",
  "n_2nd_look",
  "it_s_x",
  "column_7",
  date(regexp_extract("$path", '/day=([^/]+)/', 1)) AS "day"
FROM oneonone_summary_csv_by_day_files;
