import { Gauge, type Registry } from 'prom-client';

/** Sets what a gauge shows now. */
export type Sample<L extends string> = (gauge: Gauge<L>) => void | Promise<void>;

/** What a gauge is called, and its labels. */
export interface GaugeDefinition<L extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly L[];
}

/**
 * A gauge that is read when the metrics are. It shows nothing as long as nobody says how to read it, and while that fails: the other
 * metrics are wanted most when a part does not answer.
 */
export class SampledGauge<L extends string = never> {
  private readonly hasLabels: boolean;
  private sample: Sample<L> | undefined;

  constructor(registry: Registry, { name, help, labelNames = [] }: GaugeDefinition<L>) {
    this.hasLabels = labelNames.length > 0;
    const collect = (gauge: Gauge<L>) => this.collect(gauge);
    new Gauge<L>({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        return collect(this);
      },
    });
  }

  /** Says how the gauge is read from now on. */
  readBy(sample: Sample<L>): void {
    this.sample = sample;
  }

  private async collect(gauge: Gauge<L>): Promise<void> {
    this.clear(gauge);
    try {
      await this.sample?.(gauge);
    } catch {
      this.clear(gauge);
    }
  }

  private clear(gauge: Gauge<L>): void {
    gauge.reset();
    // A gauge without labels that was reset says 0.
    if (!this.hasLabels) gauge.remove();
  }
}
