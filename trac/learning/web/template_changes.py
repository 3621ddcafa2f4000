# -*- coding: utf-8 -*-
"""What Trac's templates lack for who does not see a page or has no mouse, and
what they would offer of our fields or to who may not do it.

Each change is the words of Trac 1.4's template and those that take their
place. `chrome.frame` has the plugin's texts (see `frame`). What is not found,
because the template is another, stays as it is; a test says which.
"""

import re

NAMED_BOX = ('<input type="checkbox" class="trac-disable-determinant"\n'
             '                       name="sel" ')


def in_list(name):
    """Fields in the rows of an administrator's list of `name`."""
    return [
        ('<th class="sel"></th>', '<td class="sel"></td>'),
        (NAMED_BOX, NAMED_BOX +
         'aria-label="${chrome.frame.select}: ${%s.name}" ' % name),
        ('<input type="radio" name="default"', '<input type="radio" '
         'name="default" aria-label="${_("Default")}: ${%s.name}"' % name)]


#: {template: [(what Trac says, what it should say)]}
CHANGES = {
    'theme.html': [
        ('<div id="${category}" class="nav">',
         '<div id="${category}" class="nav" role="navigation" '
         'aria-label="${chrome.frame[category]}">'),
        ('<div id="banner">',
         '<a class="learning-skip" href="#${chrome.skip_to or \'main\'}">'
         '${chrome.frame.skip}</a>\n'
         '<div id="banner" role="banner">'),
        ('<form id="search"', '<form id="search" role="search"'),
        ('<div id="main"', '<div id="main" role="main" tabindex="-1"'),
        ('<div id="ctxtnav" class="nav">',
         '<div id="ctxtnav" class="nav" role="navigation" '
         'aria-label="${_("Context Navigation")}">'),
        ('<div id="footer">', '<div id="footer" role="contentinfo">')],
    'layout.html': [
        ('<h3>${_("Download in other', '<h3 aria-level="2">${_("Download in '
         'other')],
    'macros.html': [('<a tabindex="42" ', '<a ')],
    'list_of_attachments.html': [
        ("<h3 ${{'class': 'foldable'", "<h3 aria-level=\"2\" ${{'class': "
         "'foldable'"),
        ('<dt>${show_one_attachment(attachment)}</dt>\n'
         '      #       if attachment.description:\n'
         '      <dd>${wiki_to_oneliner(context, attachment.description)}</dd>'
         '\n      #       endif',
         '<dt>${show_one_attachment(attachment)}</dt>\n'
         '      <dd>${wiki_to_oneliner(context, attachment.description)}'
         '</dd>')],
    'history_view.html': [
        ('<th class="diff"></th>', '<td class="diff"></td>'),
        ('<input type="radio" name="old_version" value="${item.version}"',
         '<input type="radio" name="old_version" value="${item.version}" '
         'aria-label="${chrome.frame.old} ${item.version}"'),
        ('<input type="radio" name="version" value="${item.version}"',
         '<input type="radio" name="version" value="${item.version}" '
         'aria-label="${chrome.frame.new} ${item.version}"')],
    'diff_view.html': [('<h3>${_("Legend:")}</h3>',
                        '<h3 aria-level="2">${_("Legend:")}</h3>')],
    'diff_div.html': [
        ('<th>&nbsp;</th>', '<th role="cell">&nbsp;</th>'),
        ('${shortcol}${old.shortrev}\n              # endif',
         '${shortcol}${old.shortrev}<span class="learning-unseen">'
         '${old.rev if not old.shortrev}</span>\n              # endif'),
        ('${shortcol}${new.shortrev}\n              # endif',
         '${shortcol}${new.shortrev}<span class="learning-unseen">'
         '${new.rev if not new.shortrev}</span>\n              # endif')],
    'wiki_view.html': [
        ('<div id="wikipage" class="trac-content borderless">${\n'
         '          wiki_to_html(context, text)\n        }</div>',
         '# set shown = wiki_to_html(context, text)\n'
         '        # if \'<h1\' not in shown:\n'
         '        <h1 class="learning-unseen">${name_of(page.resource)}</h1>\n'
         '        # endif\n'
         '        <div id="wikipage" class="trac-content borderless">'
         '${shown}</div>'),
        ('        # else:\n        <p>\n          # set name',
         '        # else:\n        <h1>${name_of(page.resource)}</h1>\n'
         '        <p>\n          # set name')],
    'wiki_edit_form.html': [
        (' tabindex="43"', ''),
        ('<textarea id="text"', '<textarea id="text" '
         'aria-label="${chrome.frame.text}"')],
    'ticket.html': [
        # A browser takes the place along to the ticket that was made, whose
        # links stand above it.
        ("href.newticket() + '#ticket'", 'href.newticket()'),
        ('<th class="${classes(\'col%d\' % loop.index,',
         '<th${\'\' if field else \' role="cell"\'|safe} '
         'class="${classes(\'col%d\' % loop.index,')],
    'ticket_workflow.html': [
        ('    ${controls}\n', '    <label>${controls}</label>\n')],
    'report_list.html': [
        ('<h3>\n            <a href="${saved_query_href}">',
         '<h3 aria-level="2">\n            <a href="${saved_query_href}">'),
        ('<h3><a href="${query_href}">',
         '<h3 aria-level="2"><a href="${query_href}">')],
    'report_edit.html': [('<a tabindex="42" ', '<a ')],
    'query.html': [
        ('# if tickets:\n      #   include \'batch_modify.html\'',
         '# if tickets and batch_modify:\n'
         '      #   include \'batch_modify.html\'')],
    'batch_modify.html': [
        (" and fields[field_name].type != 'textarea'):",
         " and fields[field_name].type != 'textarea' and not "
         "fields[field_name].computed):")],
    'milestone_view.html': [
        (' onchange="this.form.submit()"', ''),
        ('$(".noscript").attr(', '$("#by").change(function() {'
         ' this.form.submit(); });\n                $(".noscript").attr(')],
    'milestone_edit_form.html': [
        ('<input type="text" id="duedate"', '<input type="text" '
         'aria-label="${_("Due:")}" id="duedate"'),
        ('<input type="text" id="completeddate"', '<input type="text" '
         'aria-label="${_("Completed:")}" id="completeddate"'),
        ('<select id="target"', '<select '
         'aria-label="${_("Milestone")}" id="target"')],
    'prefs_notification.html': [
        ('<select name="new-adverb-${distributor}"',
         '<select aria-label="${chrome.frame.when}" '
         'name="new-adverb-${distributor}"'),
        ('<select name="new-rule-${distributor}"',
         '<select aria-label="${chrome.frame.what}" '
         'name="new-rule-${distributor}"')],
    'prefs_localization.html': [('<th></th>', '<td></td>')],
    'prefs_advanced.html': [('<th></th>', '<td></td>')],
    'admin_plugins.html': [
        (' onclick="window.open(this.href); return false"',
         ' target="_blank" rel="noopener"'),
        ('<input type="checkbox" name="enable"', '<input type="checkbox" '
         'name="enable" aria-label="${_("Enabled")}: ${component_name}"')],
    'admin_components.html': in_list('comp'),
    'admin_versions.html': in_list('version'),
    'admin_enums.html': in_list('enum') + [
        ('<select name="value_${enum.value}"',
         '<select aria-label="${_("Order")}: ${enum.name}" '
         'name="value_${enum.value}"')],
    'admin_milestones.html': in_list('milestone')[:2] + [
        ('<input type="radio" name="ticket_default"',
         '<input type="radio" name="ticket_default" '
         'aria-label="${_("Default")}: ${milestone.name}"'),
        ('<input type="radio" name="retarget_default"',
         '<input type="radio" name="retarget_default" '
         'aria-label="${_("Retarget")}: ${milestone.name}"')],
}

_SCRIPT = re.compile(r'<script(?=[\s>$])')


def change(name, source):
    """A template's source as it should be. Scripts that it names or contains
    may run: they carry the page's nonce, which text of people does not."""
    for old, new in CHANGES.get(name, ()):
        source = source.replace(old, new)
    return _SCRIPT.sub('<script nonce="${chrome and chrome.nonce}"', source)


def missing(name, source):
    """What Trac's template should have and has not."""
    return [old for old, _ in CHANGES[name] if old not in source]
