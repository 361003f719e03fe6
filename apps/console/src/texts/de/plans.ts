import type { Texts } from '../en.js';

export const plans: Texts['plans'] = {
  title: 'Tarife',
  new: 'Neuer Tarif',
  create: 'Tarif anlegen',
  methods: {
    custom: 'Niemand zahlt: Stripe ist nicht verbunden.',
    stripe: 'Stripe rechnet ab: ein Abonnement gibt den Tarif seines Preises.',
  },
  isDefault: 'Standard',
  defaultHint: 'Einer ist immer der Standard: machen Sie einen anderen dazu.',
  credits: 'Guthaben',
  creditsEach: 'Guthaben für jeden Zeitraum',
  addCredit: 'Guthaben hinzufügen',
  price: 'Preis bei Stripe',
  priceHint: 'Der „lookup key“ des Preises, mit dem ein Abonnement den Tarif nennt.',
  agents: 'Agenten',
  amounts: { bots_count: 'Bots', queries_count: 'Anfragen', words_count: 'Wörter', voice_seconds: 'Sekunden Sprache' },
  features: {
    premium_support: 'Bevorzugte Hilfe',
    remove_branding: 'Ohne unseren Namen',
    advanced_intents: 'Erweiterte Absichten',
    auto_intents: 'Automatische Absichten',
  },
  none: 'Noch keine Tarife',
  noneHow: 'Ein Tarif sagt, was Agenten in jedem Zeitraum benutzen dürfen. Der erste wird zum Standard.',
  more: (count) => `${count} weitere werden nicht gezeigt`,
};
