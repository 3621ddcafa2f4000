-- Trac's tables and indexes.
-- Written by derive_trac.py2 from Trac 1.4.4 (https://trac.edgewall.org, BSD licence).

CREATE TABLE "system" (
    "name" text PRIMARY KEY,
    "value" text
);

CREATE TABLE "permission" (
    "username" text,
    "action" text,
    CONSTRAINT "permission_pk" PRIMARY KEY ("username","action")
);

CREATE TABLE "auth_cookie" (
    "cookie" text,
    "name" text,
    "ipnr" text,
    "time" int,
    CONSTRAINT "auth_cookie_pk" PRIMARY KEY ("cookie","ipnr","name")
);

CREATE TABLE "session" (
    "sid" text,
    "authenticated" int,
    "last_visit" int,
    CONSTRAINT "session_pk" PRIMARY KEY ("sid","authenticated")
);

CREATE  INDEX "session_last_visit_idx" ON "session" ("last_visit");

CREATE  INDEX "session_authenticated_idx" ON "session" ("authenticated");

CREATE TABLE "session_attribute" (
    "sid" text,
    "authenticated" int,
    "name" text,
    "value" text,
    CONSTRAINT "session_attribute_pk" PRIMARY KEY ("sid","authenticated","name")
);

CREATE TABLE "cache" (
    "id" int PRIMARY KEY,
    "generation" int,
    "key" text
);

CREATE TABLE "attachment" (
    "type" text,
    "id" text,
    "filename" text,
    "size" int,
    "time" bigint,
    "description" text,
    "author" text,
    CONSTRAINT "attachment_pk" PRIMARY KEY ("type","id","filename")
);

CREATE TABLE "wiki" (
    "name" text,
    "version" int,
    "time" bigint,
    "author" text,
    "text" text,
    "comment" text,
    "readonly" int,
    CONSTRAINT "wiki_pk" PRIMARY KEY ("name","version")
);

CREATE  INDEX "wiki_time_idx" ON "wiki" ("time");

CREATE TABLE "repository" (
    "id" int,
    "name" text,
    "value" text,
    CONSTRAINT "repository_pk" PRIMARY KEY ("id","name")
);

CREATE TABLE "revision" (
    "repos" int,
    "rev" text,
    "time" bigint,
    "author" text,
    "message" text,
    CONSTRAINT "revision_pk" PRIMARY KEY ("repos","rev")
);

CREATE  INDEX "revision_repos_time_idx" ON "revision" ("repos","time");

CREATE TABLE "node_change" (
    "id" SERIAL PRIMARY KEY,
    "repos" int,
    "rev" text,
    "path" text,
    "node_type" text,
    "change_type" text,
    "base_path" text,
    "base_rev" text
);

CREATE  INDEX "node_change_repos_rev_path_idx" ON "node_change" ("repos","rev","path");

CREATE  INDEX "node_change_repos_path_rev_idx" ON "node_change" ("repos","path","rev");

CREATE TABLE "ticket" (
    "id" SERIAL PRIMARY KEY,
    "type" text,
    "time" bigint,
    "changetime" bigint,
    "component" text,
    "severity" text,
    "priority" text,
    "owner" text,
    "reporter" text,
    "cc" text,
    "version" text,
    "milestone" text,
    "status" text,
    "resolution" text,
    "summary" text,
    "description" text,
    "keywords" text
);

CREATE  INDEX "ticket_time_idx" ON "ticket" ("time");

CREATE  INDEX "ticket_status_idx" ON "ticket" ("status");

CREATE TABLE "ticket_change" (
    "ticket" int,
    "time" bigint,
    "author" text,
    "field" text,
    "oldvalue" text,
    "newvalue" text,
    CONSTRAINT "ticket_change_pk" PRIMARY KEY ("ticket","time","field")
);

CREATE  INDEX "ticket_change_ticket_idx" ON "ticket_change" ("ticket");

CREATE  INDEX "ticket_change_time_idx" ON "ticket_change" ("time");

CREATE TABLE "ticket_custom" (
    "ticket" int,
    "name" text,
    "value" text,
    CONSTRAINT "ticket_custom_pk" PRIMARY KEY ("ticket","name")
);

CREATE TABLE "enum" (
    "type" text,
    "name" text,
    "value" text,
    "description" text,
    CONSTRAINT "enum_pk" PRIMARY KEY ("type","name")
);

CREATE TABLE "component" (
    "name" text PRIMARY KEY,
    "owner" text,
    "description" text
);

CREATE TABLE "milestone" (
    "name" text PRIMARY KEY,
    "due" bigint,
    "completed" bigint,
    "description" text
);

CREATE TABLE "version" (
    "name" text PRIMARY KEY,
    "time" bigint,
    "description" text
);

CREATE TABLE "report" (
    "id" SERIAL PRIMARY KEY,
    "author" text,
    "title" text,
    "query" text,
    "description" text
);

CREATE TABLE "notify_subscription" (
    "id" SERIAL PRIMARY KEY,
    "time" bigint,
    "changetime" bigint,
    "class" text,
    "sid" text,
    "authenticated" int,
    "distributor" text,
    "format" text,
    "priority" int,
    "adverb" text
);

CREATE  INDEX "notify_subscription_sid_authenticated_idx" ON "notify_subscription" ("sid","authenticated");

CREATE  INDEX "notify_subscription_class_idx" ON "notify_subscription" ("class");

CREATE TABLE "notify_watch" (
    "id" SERIAL PRIMARY KEY,
    "sid" text,
    "authenticated" int,
    "class" text,
    "realm" text,
    "target" text
);

CREATE  INDEX "notify_watch_sid_authenticated_class_idx" ON "notify_watch" ("sid","authenticated","class");

CREATE  INDEX "notify_watch_class_realm_target_idx" ON "notify_watch" ("class","realm","target");
