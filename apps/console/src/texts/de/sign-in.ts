import type { Texts } from '../en.js';

export const signInFailures: Texts['signInFailures'] = {
  provider_off:
    'Diese Anmeldung ist abgeschaltet oder wurde geändert. Wählen Sie eine andere, oder versuchen Sie es erneut.',
  provider_unavailable: 'Ihr Identitätsanbieter antwortet nicht. Versuchen Sie es in einigen Minuten erneut.',
  provider_refused:
    'Ihr Identitätsanbieter hat Sie nicht angemeldet, oder seiner Antwort war nicht zu trauen. Versuchen Sie es erneut.',
  attempt_unknown:
    'Diese Anmeldung hat länger als zehn Minuten gedauert, wurde in einem anderen Browser begonnen oder ist verbraucht. Beginnen Sie von vorn.',
  email_unverified: 'Ihr Identitätsanbieter bestätigt Ihre E-Mail-Adresse nicht. Fragen Sie Ihre Verwaltung.',
  not_listed: 'Ihre E-Mail-Adresse oder Ihre Gruppen sind hier nicht zugelassen. Fragen Sie Ihre Verwaltung.',
  groups_missing:
    'Sie sind in zu vielen Gruppen, als dass Ihr Identitätsanbieter sie senden könnte. Fragen Sie Ihre Verwaltung.',
  agent_unknown: 'Kein Agent hat Ihre E-Mail-Adresse. Bitten Sie Ihre Verwaltung, einen anzulegen.',
  agent_disabled: 'Ihr Agent ist deaktiviert. Fragen Sie Ihre Verwaltung.',
  agent_beyond_provider:
    'Ihr Agent darf mehr, als diese Anmeldung erlaubt. Melden Sie sich anders an, oder fragen Sie Ihre Verwaltung.',
  agent_linked:
    'Ihre E-Mail-Adresse gehört zu einem Agenten, der sich mit einem anderen Konto anmeldet. Fragen Sie Ihre Verwaltung.',
};
