/**
 * Why a mail came back, from the words of the server and its status. `hard` means that the address itself is at fault: nobody is
 * there, the host is unknown, it has moved, it takes no mail. A refusal of this mail or this sender is final and still no hard
 * bounce: the same address may take the next one.
 */

export interface BounceReason {
  reason: string;
  hard: boolean;
}

const HARD = new Set(['userunknown', 'hostunknown', 'hasmoved', 'notaccept']);

/** The first that fits decides: narrow words before wide ones, refusals of the sender before those of the address. */
const WORDS: [reason: string, words: RegExp][] = [
  [
    'mailererror',
    /procmail|mail\.local|command (died|failed|output|line usage)|unknown mailer error|error in (pipe|program)|could(n't| not) create "/i,
  ],
  ['hostunknown', /(account or )?domain may not exist/i],
  [
    'blocked',
    /too many (invalid|unknown|bad|wrong|non-?existent) (recipient|user|address|mailbox|rcpt)|\byour (host|server|domain|ip|network|client)\b( \S{1,40}){0,3} (is |was )?(unknown|not (found|known|resolv\w))|\bip\b( \S{1,40}){0,4} (black|block) ?list/i,
  ],
  ['userunknown', /recipient address rejected:? ?(access denied|undeliverable|user unknown|unknown|no such|$|\.$)/i],
  [
    'mailboxfull',
    /(mail ?box|inbox|user|account|recipient|storage|quota|maildir|folder)\S{0,99}( \S{1,99}){0,6} (is |are )?(full|exceed|over)|over ?(the )?(maximum )?(allowed )?(disk |mail|storage )?quota|quota( \S{1,99}){0,3} (exceed|violat)|exceed\w{0,30}( \S{1,99}){0,6} (quota|storage|mailbox size)|out of (storage|disk)|not( have)? enough (storage|disk)? ?space|(has |have )?too many messages on the server|insufficient (disk|storage|space)|no space left|mailfolder is full|storage space.{0,40}exceed|(buz[oó]n|casilla)( \S{1,99}){0,9} llen[oa]|cuota( \S{1,99}){0,2} excedida|caixa( \S{1,99}){0,9} cheia|cota( \S{1,99}){0,2} excedida|bo[iî]te( \S{1,99}){0,9} (pleine|satur[eé]e)|(postfach|mailbox)( \S{1,99}){0,4} ([uü]berf[uü]llt|voll\b)|casella( \S{1,99}){0,4} piena|postvak( \S{1,99}){0,4} vol\b|espacio insuficiente|espa[cç]o( \S{1,99}){0,3} insuficiente|espace( \S{1,99}){0,3} insuffisant|sin espacio|limite de armazenamento|quota( \S{1,99}){0,2} d[eé]pass[eé]/i,
  ],
  [
    'hasmoved',
    /(user|recipient|account|mailbox|address)( \S{1,99}){0,3} has moved|moved to( another|:)? |has been replaced by|address has changed/i,
  ],
  [
    'notaccept',
    /(domain|host|server|system|name)( \S{1,99}){0,4} (does not|doesn't|do not) (accept|receive)( any)? (e-?mail|mail)|null ?mx|smtp protocol returned a permanent error|no mail (is )?accepted|not accept any (e-?)?mail|\b(521|556)\b.{0,60}(not accept|does not|no mail)|no smtp service/i,
  ],
  [
    'authfailure',
    /\b(spf|dkim|dmarc)\b.{0,120}(fail|pass|reject|not|violat|polic|invalid|require|unauth)|unauthenticated (e-?mail|mail)|(fail|not pass)\w{0,30}.{0,60}\b(spf|dkim|dmarc|authentication checks)\b|not allowed to send.{0,80}\bspf\b|5\.7\.(509|26|23|20|21|22)\b/i,
  ],
  [
    'requireptr',
    /\bptr\b|reverse (dns|lookup|mapping|host)|rdns|(no|without|missing|invalid) reverse|cannot find your hostname|unable to resolve.{0,30}(client|your)|5\.7\.25\b/i,
  ],
  [
    'norelaying',
    /relay(ing)?( \S{1,99}){0,3} (denied|not|prohibit|refus|access|allowed)|relay access denied|not (permit\w{0,30}|allow\w{0,30}|authori[sz]ed) to relay|(unable|not|cannot|refus\w{1,30}) (to )?relay|relaying mail|allowed rcpthosts|\bas a relay\b/i,
  ],
  ['virusdetected', /virus|infected|malware/i],
  [
    'userunknown',
    /(?<!message )(?<!\bmail )\b(account|mailbox|user|recipient|address|alias)( (?!message)\S{1,99}){0,7} (has been|was|is|been) (permanently )?(deleted|removed|terminated|erased|closed permanently)(?! from the (queue|list))|(cuenta|casilla|buz[oó]n|usuario|direcci[oó]n)( \S{1,99}){0,3} (dad[oa] de baja|eliminad[oa]|borrad[oa])|(conta|caixa( postal)?|usu[aá]rio|endere[cç]o)( \S{1,99}){0,3} (exclu[ií]d[oa]|removid[oa]|apagad[oa])|(compte|bo[iî]te|utilisateur|adresse)( \S{1,99}){0,3} supprim[eé]e?/i,
  ],
  [
    'suspend',
    /(account|mailbox|user|recipient|address|domain|destinataire)( \S{1,99}){0,4} (is |has been |was |temporarily |currently )*(disabled|suspended|inactive|locked|deactivated|expired|frozen|temporarily unavailable|blocked for inactivity|not active)|(disabled|suspended|inactive|deactivated) (account|mailbox|user|recipient)|email account that you tried to reach is (disabled|inactive)|(account|mailbox)( \S{1,99}){0,3} (closed|discontinued)|mail receiving (is )?disabled|cuenta( \S{1,99}){0,3} (suspendida|deshabilitada|cerrada)|(cuenta|casilla|buz[oó]n)( \S{1,99}){0,3} (ha (expirado|vencido)|vencid[oa]|expirad[oa]|inactiv[oa])|(conta|caixa( postal)?)( \S{1,99}){0,3} (expirou|expirada|inativa)|conta( \S{1,99}){0,3} (suspensa|desativada|encerrada)|compte( \S{1,99}){0,3} (suspendu|d[eé]sactiv[eé]|ferm[eé])/i,
  ],
  [
    'mesgtoobig',
    /(message|mail|content|size|header)\S{0,99}( \S{1,99}){0,6} (too (big|large)|exceed)|(exceed|larger|bigger)\w{0,30}( \S{1,99}){0,6} (size|limit for message)|size limit|maximum( message)? size|message length/i,
  ],
  [
    'speeding',
    /(rate|frequency) limit|too (many|much|fast|quickly)( \S{1,99}){0,3} (mail|message|rate)|receiving (mail|e-?mail) (at a rate|too quickly)|sending (mail|e-?mail) too (fast|quick)|throttl/i,
  ],
  [
    'toomanyconn',
    /too many (connections|sessions|concurrent|recipients)|connection (rate|limit)|max(imum)? (connections|number of)|(connection|domain) frequency/i,
  ],
  [
    'spamdetected',
    /\bspam(ming)?\b(?!haus|cop)|junk mail|unsolicited|bulk mail|content.{0,30}(rejected|filter)|bayesian|looks like spam|high probability|phish|advertisement/i,
  ],
  ['badreputation', /reputation|senderscore|poor(ly)? rat/i],
  [
    'blocked',
    /my name was rejected|invalid ip\b|black ?list|block ?list|\b\w{0,30}rbl\b|dnsbl|spamhaus|spamcop|barracuda|\b(ip|host|client|server|network|connection|sender)\S{0,99}( \S{1,99}){0,6} (is |been |was |are )?(blocked|banned|denied|listed|refused)|(blocked|banned|denied|refused|rejected)( \S{1,99}){0,5} (ip|host|your server|connection)|access denied\b.{0,40}\[|not accepting (mail|connections) from|service (refused|unavailable)( \S{1,99})? ?[;:]/i,
  ],
  [
    'rejected',
    /domain of sender|sender('s)? (address |domain ?|e-?mail )*(name )?(is |was )?(rejected|refused|denied|invalid|does not|not (found|exist|accept))|from: domain|valid from:|invalid (sender|from)/i,
  ],
  [
    'hostunknown',
    /host( or domain( name)?)?( (?!said|replied|answered)\S{1,99}){0,3} (not found|unknown|does not exist|lookup)|(unknown|invalid|no such|non-?existent|unrouteable|unroutable) (mail )?(host|domain)|domain( \S{1,99}){0,4} (not found|does not exist|doesn't exist|couldn't be found|is not valid|invalid)|(name service|dns)( \S{1,99}){0,4} (not found|nxdomain|no such)|nxdomain|could ?n[o']t find any host|cannot find (the )?(host|domain)|illegal host|all relevant mx records point to non-existent|name or service not known|no mx\b (record|host|for)|(lookup|resolv\w{1,30}) of .{0,60}failed: host|recipient domain must exist|mx records?.{0,40}(invalid|non-?exist)/i,
  ],
  [
    'hostunknown',
    /dom[ií]nio( \S{1,99}){0,4} (n(o|[aã]o) (existe|(foi |fue )?encontrado|se (ha )?encontr\w{1,30})|inexistente|desconocido|desconhecido|inv[aá]lido)|no se (ha (podido )?)?encontr\w{1,30} el dominio|domaine( \S{1,99}){0,4} ((est )?(inconnu|inexistant|introuvable)|n['’]existe (pas|plus))/i,
  ],
  [
    'userunknown',
    /(benutzer|empf(ä|ae)nger|postfach|adresse|konto|utente|casella|indirizzo|gebruiker|ontvanger|postvak)\S{0,99}( \S{1,99}){0,5} (unbekannt|existiert nicht|nicht (gefunden|bekannt|vorhanden|g[uü]ltig)|sconosciut[oa]|inesistente|non (esiste|trovat[oa]|valid[oa])|onbekend|bestaat niet|niet (gevonden|bekend))|(unbekannter?|ung[uü]ltiger?) (benutzer|empf(ä|ae)nger|adress|postfach)|(onbekende|ongeldige) (gebruiker|ontvanger|adres)|(aucun|ning[uú]n|nenhum) (utilisateur|usuario|usu[aá]rio|destinat\S{1,30}) (de|con|com) (ce|ese|este|esse) (nom|nombre|nome)/i,
  ],
  [
    'userunknown',
    /(usuario|cuenta|buz[oó]n|casilla|destinatario|direcci[oó]n|usu[aá]rio|conta|caixa|destinat[aá]rio|endere[cç]o)( \S{1,99}){0,5} (n(o|[aã]o) (existe|encontrad[oa]|localizad[oa]|v[aá]lid[oa]|cadastrad[oa]|registrad[oa]|([eé]|es) v[aá]lid[oa]|se (ha )?(encuentra|encontr[oó]|encontrado)|(foi|fue|ha sido) encontrad[oa])|inexistente|desconocid[oa]|desconhecid[oa]|inv[aá]lid[oa])|(utilisateur|compte|bo[iî]te|destinataire|adresse)( \S{1,99}){0,5} (n['’]existe (pas|plus)|inexistante?|introuvable|inconnue?|non valide|invalide)|no se (ha (podido )?)?(encontr(ado|ar|[oó]))( \S{1,99}){0,3} (direcci[oó]n|usuario|destinatario|buz[oó]n|cuenta)|n[aã]o (foi (poss[ií]vel )?encontra(r|do|da)|encontramos)( \S{1,99}){0,3} (endere[cç]o|destinat[aá]rio|caixa|usu[aá]rio|conta)|(utilisateur|compte|bo[iî]te|destinataire|adresse)( \S{1,99}){0,8} (est introuvable|n['’]a pas [eé]t[eé] trouv[eé]e?)|(no se (ha )?(encontrado|encontr[oó]) en|n[aã]o foi encontrad[oa] em|(est introuvable|n['’]a pas [eé]t[eé] trouv[eé]e?) dans|nicht gefunden in) \S{1,99}?\.\S|recipient cannot be verified|unable to find( \S{1,99}){0,2} (recipient|user|mailbox|address)|5\.1\.0\W{1,4}address rejected/i,
  ],
  [
    'userunknown',
    /(user|recipient|rcpt|mailbox|address|account|addressee|alias|usu[aá]rio|destinat[aá]rio|utilisateur|destinataire|adresse|direcci[oó]n|endere[cç]o)\S{0,99}( \S{1,99}){0,7} (unknown|not (found|exist|known|listed|valid|available|recogni[sz]ed|local|active here)|(doesn't|does not|didn't|did not|do not|don't|no longer) (exist|have|handle|valid|match)|is(n't| not) (found|known|valid|listed|in|an?|here|recogni[sz]ed)\b|unrecogni[sz]ed|invalid|couldn't be found|inconnu|desconhecid[oa]|desconocid[oa]|inexistente|inv[aá]lid[oa]|invalide|rejected: (user|unknown))|(unknown|invalid|no such|bad|non-?existent|undefined|unrouteable|unroutable|unrecogni[sz]ed|not a valid|not a known|wrong)( \S{1,99}){0,3} (user|recipient|mailbox|address|account|local|alias|addressee|person|destination)|(doesn't|does not|don't) have an? \S{0,99} ?(account|mailbox)|no (mail ?box|account|user|recipient|one) (here|by|with|found|exist|at|available)|no such (person|name|id\b)|(cannot|can'?t|could not) deliver mail for|mailbox name not allowed|no valid recipients?|not (listed in|found in|our customer)|(is|was) (not|no longer) (a |an )?(user|valid|known|active|customer|employ)|not match .{0,40}recipient|\bunknown$|user unknown|no existe|was(n't| not) found at|nobody (here )?by that|name (is )?not found|no longer (in use|with (the|our|this) |works? (here|for|at)|employed)|can'?t find (user|address|recipient)|user ?(doesn't|not) exist|mailbox unavailable|undeliverable address|address error|cannot be delivered to|that address is not|there is no|no longer accepts (e-?)?mail/i,
  ],
  [
    'expired',
    /(delivery|message|retry|time)( \S{1,99}){0,5} (time ?out|expired|exceeded)|exceeded max(imum)? time|(could not|not been|cannot) (be )?delivered? (for|within|after|in)( \S{1,99}){0,3} (day|hour|minute)|retry (time|timeout)|too (long|old)|connection (timed out|refused)|timed out|in the queue too long|undelivered (after|for)|delivery expired|giving up/i,
  ],
  [
    'networkerror',
    /(mail )?loop|too many hops|hop count|network|no route|route to host|could(n't| not) connect|host is down|tcp|unable to connect|could not initiate smtp|connection (was |has been )?(dropped|lost|reset)|hosts? (have|has) been failing|message could not be delivered for/i,
  ],
  [
    'systemerror',
    /system (error|problem|fault)|internal (error|problem)|local (error|problem)|cannot (open|create|lock)|config|server (error|problem)|unable to (write|process|open)|i\/o error|disk error|resources/i,
  ],
  ['securityerror', /security|tls|ssl|certificate|authentication (required|fail)|encrypt/i],
  ['contenterror', /mime|charset|content|base64|8bit|line length|malformed|line feed/i],
  ['policyviolation', /policy|prohibited|not permitted|not allowed|restrict|unacceptable|compliance/i],
  [
    'rejected',
    /(domain of )?(sender|from|envelope)( \S{1,99}){0,6} (reject|refus|denied|invalid|not|blocked|unknown)|rejected|refused|denied|not accept/i,
  ],
  ['filtered', /filter|administrat|due to the|unable to deliver/i],
];

const STATUS: [status: RegExp, reason: string][] = [
  [/^[45]\.1\.[78]$/, 'rejected'],
  [/^[45]\.1\.(1|10|3|0)$/, 'userunknown'],
  [/^5\.1\.2$|^5\.4\.4$/, 'hostunknown'],
  [/^5\.1\.6$/, 'hasmoved'],
  [/^[45]\.2\.1$/, 'suspend'],
  [/^[45]\.2\.2$/, 'mailboxfull'],
  [/^[45]\.2\.3$|^5\.3\.4$/, 'mesgtoobig'],
  [/^4\.4\.|^5\.4\.7$|^4\.7\.0$/, 'expired'],
  [/^[45]\.3\./, 'systemerror'],
  [/^[45]\.4\./, 'networkerror'],
  [/^[45]\.5\./, 'syntaxerror'],
  [/^[45]\.6\./, 'contenterror'],
  [/^[45]\.7\./, 'policyviolation'],
  [/^4\./, 'expired'],
];

/**
 * A status that names the address (5.1.1, 5.1.2) is believed before words that could mean anything, and after words that name
 * something else: some servers answer 5.1.1 whatever is wrong. `text` is what the mail says of this address, `transcript` all it says.
 */
export function reasonOf(status: string, given: string, text = '', transcript = text): BounceReason {
  const words = given.slice(0, MAX_WORDS);
  const named = firstOf(words);
  const spoken =
    named === null || (VAGUE.has(named) && !/^[45]\.[1-7]\./.test(status))
      ? (firstOf(text.slice(0, MAX_WORDS)) ?? named)
      : named;
  const byStatus = STATUS.find(([pattern]) => pattern.test(status))?.[1] ?? null;
  const isVague = spoken === null || VAGUE.has(spoken);
  const said = (isVague && byStatus !== null ? byStatus : spoken) ?? 'undefined';
  const reason = HARD.has(said) ? (notOfAddress(status, words, transcript.slice(0, MAX_TRANSCRIPT)) ?? said) : said;
  return { reason, hard: HARD.has(reason) && !isTemporary(status, reason) };
}

/** What a server refuses before it has heard the address, or after it has taken it, is not refused for the address. */
function notOfAddress(status: string, words: string, text: string): string | null {
  if (/^5\.1\.[78]$/.test(status) || /(after|reply to|command:?) MAIL( FROM)?\b/i.test(words)) return 'rejected';
  if (OF_SENDER.test(words) || OF_GREETING.test(words)) return 'rejected';
  if (UNASKED.test(words)) return 'expired';
  if (NAME_SERVER_FAULT.test(words)) return 'networkerror';
  if (/^[45]\.[14]\./.test(status) || SAYS_NOBODY.test(words)) return null;
  return /(after|to|of) (the )?(end of )?data\b|command:?\s{1,9}data\b/i.test(words) ||
    (AFTER_DATA.test(text) && !NO_RECIPIENT_LEFT.test(text))
    ? 'filtered'
    : null;
}

/** The sender is checked as an address, too, and in the same words. */
const OF_SENDER =
  /sender( address)? verif\w{0,30} fail|verification failed for|(unable|failed|could not|cannot) to verify (the )?sender|(sender|remitente|remetente|exp[eé]diteur|absender|mittente)( \S{1,99}){0,3} (unknown|unbekannt|inconnu|sconosciuto|desconocid[oa]|desconhecid[oa]|n(o|[aã]o) (existe|es v[aá]lid[oa]|[eé] v[aá]lid[oa])|inexistente|inv[aá]lid[oa]|n['’]existe pas)|(unknown|invalid|bad) sender|sender (is )?(rejected|refused)/i;
const OF_GREETING =
  /(invalid|illegal|bad)[^.]{0,40}\b(helo|ehlo)\b|\b(helo|ehlo)\b( \S{1,99}){0,4} (invalid|not|does|rejected|must|name)/i;
/** A server that could not ask whether the address is there has not said that it is not. */
const UNASKED = /unverified address|\b450\b[ -](\S{1,99} ){0,6}mailbox (is )?(unavailable|busy)/i;
/** A name server that answers nonsense has not said that there is no such host. */
const NAME_SERVER_FAULT =
  /(malformed|unexpected|invalid)( \S{1,99}){0,2} (name ?server|dns) (reply|response|answer)|servfail|not found,? (please )?try again|temporary (dns|name|lookup)/i;
/** A transcript in which the message itself is answered, or a program's account of it. */
const AFTER_DATA =
  /^>>> DATA[ \t\r]{0,9}\n(<<< 354.{0,400}\n(>>> \.[ \t\r]{0,9}\n)?)?<<< 5|reply to end of DATA|SMTP command\s{1,9}DATA\b/im;
/** A client that sends its commands ahead shows the refusal of an address beside its DATA; the server's next word tells which it was. */
const NO_RECIPIENT_LEFT = /^<<< 5.{0,40}no valid recipients/im;
/** Words that can mean nothing else, whenever they are said: Yahoo looks for the mailbox when it has the message. */
const SAYS_NOBODY = /\b(mailbox|user|account) (was )?not found\b|doesn't have an? \S{1,99} account/i;
const MAX_WORDS = 4000;
const MAX_TRANSCRIPT = 40_000;

const VAGUE = new Set([
  'expired',
  'networkerror',
  'systemerror',
  'securityerror',
  'contenterror',
  'policyviolation',
  'rejected',
  'filtered',
]);

/** A server that says 4 will be asked again; only an unknown host is not made known by waiting. */
function isTemporary(status: string, reason: string): boolean {
  return status.startsWith('4.') && reason !== 'userunknown';
}

function firstOf(words: string): string | null {
  // `BAD_RECIPIENT` is two words.
  const line = words.replaceAll(/(?<=[A-Z])_(?=[A-Z])/g, ' ').replaceAll(/\s+/g, ' ');
  return WORDS.find(([, pattern]) => pattern.test(line))?.[0] ?? null;
}
