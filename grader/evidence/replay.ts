import { openClients } from '../clients.ts';
import type { GetPage } from '../http/get-page.ts';
import { publicAddressThrough } from '../http/public-address.ts';
import type { Target } from '../target.ts';
import type { Answered, Evidence, SeenPage } from './evidence.ts';
import { type Ask, intercepted } from './intercept.ts';
import { keyOf, pageKey } from './key.ts';
import { NotInEvidence } from './not-in-evidence.ts';
import { revive } from './plain.ts';
import { reviveRefusal } from './refusal.ts';
import type { Survey } from './survey/survey.ts';

/**
 * A target that answers from evidence alone, without a network. What was not seen is `NotInEvidence`:
 * the check that asks for it is an error of the report, never a fail and never a pass.
 */
export const replayTarget = (evidence: Evidence): Target => {
  const { kind, endpoint, account, region } = evidence.target;
  const { close, ...clients } = openClients({
    region,
    // Never used: all is answered before a request is made.
    credentials: { accessKeyId: account, secretAccessKey: 'evidence' },
  });
  const answering = intercepted(clients, answerFrom(evidence));
  const seenAt = Date.parse(evidence.seenAt);
  return {
    ...answering,
    kind,
    endpoint,
    account,
    region,
    publicAddress: kind === 'aws' ? publicAddressThrough(answering) : async () => undefined,
    getPage: showFrom(evidence),
    now: () => seenAt,
    changes: false,
    close,
  };
};

const answerFrom = (evidence: Evidence): Ask => {
  const calls = new Map<string, Answered>(evidence.calls.map((call) => [keyOf(call), call]));
  const survey = surveyOf(evidence);
  return async (question) => {
    const key = keyOf(question);
    const answer = calls.get(key);
    if (answer === undefined) {
      // Loaded only here: a check that was not changed asks what was asked before.
      const { answerFromSurvey } = await import('./survey/answers.ts');
      const output = answerFromSurvey(survey(), question);
      if (output === undefined) throw missing(evidence, key);
      return { $metadata: {}, ...output };
    }
    // Anew each time, as AWS does: what one check does to it no other sees.
    const text = JSON.stringify('output' in answer ? answer.output : answer.error);
    if ('error' in answer) throw await reviveRefusal(question.service, revive(text));
    return { $metadata: {}, ...revive(text) };
  };
};

const surveyOf = ({ survey = {} }: Evidence): (() => Survey) => {
  let revived: Survey | undefined;
  return () => {
    revived ??= revive(JSON.stringify(survey));
    return revived ?? {};
  };
};

/**
 * Each visit finds what the next one found then; when there were no more, the first again: what was
 * seen is all that is known of a page.
 */
const showFrom = (evidence: Evidence): GetPage => {
  const pages = new Map(
    evidence.pages.map(({ at, path, answers }) => [pageKey(at, path), answers]),
  );
  const visits = new Map<string, number>();
  return async ({ place, path }) => {
    const key = pageKey(place.name, path);
    const answers: readonly SeenPage[] = pages.get(key) ?? [];
    const visit = visits.get(key) ?? 0;
    visits.set(key, visit + 1);
    const page = answers[visit % answers.length];
    if (page === undefined) throw missing(evidence, key);
    if ('refused' in page) throw new Error(page.refused);
    return page;
  };
};

const missing = ({ leftOut }: Evidence, what: string): NotInEvidence => {
  const large = leftOut.find((left) => left.what === what);
  return large === undefined
    ? new NotInEvidence(what)
    : new NotInEvidence(what, `left it out, since it has ${large.bytes} characters`);
};
